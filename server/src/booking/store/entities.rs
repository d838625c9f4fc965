//! The tables as sea-orm sees them.

pub(crate) mod series {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booking_series")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub office_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub rule: String,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod request {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booking_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub reference: String,
        pub external_reference: Option<String>,
        pub office_id: Uuid,
        pub budget_line_id: Uuid,
        pub series_id: Option<Uuid>,
        pub requested_by: Option<Uuid>,
        pub file_reference: Option<String>,
        pub language: String,
        pub profile_id: Uuid,
        pub on_date: Date,
        pub from_time: Time,
        pub to_time: Time,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub delivery: String,
        #[sea_orm(column_type = "Text")]
        pub address: String,
        pub district: Option<String>,
        pub place_x: Option<i32>,
        pub place_y: Option<i32>,
        pub gender: Option<String>,
        pub gender_required: bool,
        pub preferred_interpreter_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub remark: String,
        pub priority: String,
        pub requested_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod assignment {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub request_id: Uuid,
        pub office_id: Uuid,
        pub status: String,
        pub interpreter_id: Option<Uuid>,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub place_x: Option<i32>,
        pub place_y: Option<i32>,
        pub estimate: i64,
        pub schedule_id: String,
        pub rate_group: Option<String>,
        pub unfilled_reason: Option<String>,
        pub cancelled_by: Option<String>,
        pub cancelled_at: Option<DateTimeUtc>,
        pub cancellation_class: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub cancellation_why: Option<String>,
        pub search_round: i32,
        pub filled_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod ranking {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ranking")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub assignment_id: Uuid,
        pub search_round: i32,
        #[sea_orm(column_type = "Text")]
        pub ranking: String,
        pub ranked_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod offer {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "offer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub assignment_id: Uuid,
        pub interpreter_id: Uuid,
        pub search_round: i32,
        pub wave: i32,
        pub status: String,
        pub expected_fee: i64,
        pub schedule_id: String,
        pub sent_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub answered_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text", nullable)]
        pub decline_reason: Option<String>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod timesheet {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "timesheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub assignment_id: Uuid,
        pub interpreter_id: Uuid,
        pub outcome: String,
        pub started_at: Option<DateTimeUtc>,
        pub ended_at: Option<DateTimeUtc>,
        pub break_minutes: i32,
        pub travel_minutes: i32,
        pub travel_meters: i32,
        pub tickets: i64,
        #[sea_orm(column_type = "Text")]
        pub deviation_reason: String,
        pub status: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub dispute_reason: Option<String>,
        pub recorded_by: Option<Uuid>,
        pub recorded_at: DateTimeUtc,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod counter {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "number_counter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub series: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        pub last: i64,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod setting {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub value: String,
        pub updated_at: DateTimeUtc,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

//! The tables as sea-orm sees them.

pub(crate) mod office {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "office")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code: String,
        pub name_de: String,
        pub name_en: String,
        pub kind: String,
        pub leitweg_id: String,
        pub email: String,
        pub address: String,
        pub district: String,
        pub contact: String,
        pub phone: String,
        pub created_at: DateTimeUtc,
        pub retired_at: Option<DateTimeUtc>,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod interpreter {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interpreter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub first_name: String,
        pub last_name: String,
        pub gender: String,
        pub email: String,
        pub phone: String,
        pub street: String,
        pub postcode: String,
        pub city: String,
        pub district: String,
        pub home_x: i32,
        pub home_y: i32,
        pub employment: String,
        pub vat_kind: String,
        pub vat_id: Option<String>,
        pub tax_number: Option<String>,
        pub iban: Option<String>,
        pub account_holder: Option<String>,
        pub delivery: String,
        pub max_travel_minutes: i32,
        pub weekly_cap_minutes: i32,
        pub min_notice_hours: i32,
        pub quiet_from: Option<Time>,
        pub quiet_to: Option<Time>,
        pub offers_by: String,
        pub paused_until: Option<Date>,
        pub self_billing_agreed_on: Option<Date>,
        pub active: bool,
        pub invented: bool,
        pub locale: String,
        pub created_at: DateTimeUtc,
        pub version: i32,
        pub inactive_since: Option<DateTimeUtc>,
        pub erased_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod language {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interpreter_language")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub interpreter_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub language: String,
        pub level: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod credential {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub kind: String,
        pub course_group: Option<String>,
        pub topics: Option<String>,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod availability {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "availability_window")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub weekday: i32,
        pub from_minute: i32,
        pub to_minute: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod absence {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "absence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub source: String,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod exclusion {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub office_id: Uuid,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod profile {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "requirement_profile")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code: String,
        pub name_de: String,
        pub name_en: String,
        pub credentials: String,
        pub legal_duty: bool,
        pub active: bool,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod agreement {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rate_agreement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub rate_group: String,
        pub valid_from: Date,
        pub signed_on: Date,
        pub created_at: DateTimeUtc,
        pub series: String,
        pub recorded_by: Option<Uuid>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod declined_office {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interpreter_declined_office")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub interpreter_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub office_id: Uuid,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod declined_topic {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interpreter_declined_topic")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub interpreter_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub profile_id: Uuid,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod connected_calendar {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "connected_calendar")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub interpreter_id: Uuid,
        pub name: String,
        pub created_at: DateTimeUtc,
        pub read_at: Option<DateTimeUtc>,
        pub covers_to: Option<DateTimeUtc>,
        pub busy_count: i32,
        pub left_out: i32,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod busy_time {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "busy_time")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub calendar_id: Uuid,
        pub interpreter_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

//! The tables as sea-orm sees them.

pub(crate) mod fee {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fee")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub assignment_id: Uuid,
        pub timesheet_id: Option<Uuid>,
        pub interpreter_id: Uuid,
        pub office_id: Uuid,
        pub budget_line_id: Uuid,
        pub service_on: Date,
        pub outcome: String,
        pub net: i64,
        pub vat: i64,
        pub gross: i64,
        pub vat_rate: Option<String>,
        pub schedule_id: String,
        pub figures: String,
        pub program_version: String,
        #[sea_orm(column_type = "Text")]
        pub facts: String,
        #[sea_orm(column_type = "Text")]
        pub quote: String,
        pub status: String,
        pub sent_back_reason: Option<String>,
        pub round: i32,
        pub priced_at: DateTimeUtc,
        pub version: i32,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod acceptance {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "figures_acceptance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub schedule_id: String,
        pub sha256: String,
        pub account_id: Uuid,
        pub reason: String,
        pub accepted_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod certification {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certification")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub fee_id: Uuid,
        pub kind: String,
        pub account_id: Uuid,
        pub certified_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod document {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub series: String,
        pub year: i32,
        pub number: i64,
        pub reference: String,
        pub month: String,
        pub interpreter_id: Option<Uuid>,
        pub office_id: Option<Uuid>,
        pub net: i64,
        pub vat: i64,
        pub gross: i64,
        pub corrects_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub media_type: String,
        pub bytes: Vec<u8>,
        pub sha256: String,
        pub issued_by: Option<Uuid>,
        pub issued_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod document_fee {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_fee")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub fee_id: Uuid,
        pub purpose: String,
        pub round: i32,
        pub net: i64,
        pub vat: i64,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod document_form {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_form")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        pub media_type: String,
        pub bytes: Vec<u8>,
        pub sha256: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod hand_over {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hand_over")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub sequence: i64,
        pub media_type: String,
        pub bytes: Vec<u8>,
        pub sha256: String,
        pub order_count: i32,
        pub total: i64,
        pub handed_over_by: Option<Uuid>,
        pub handed_over_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod hand_over_form {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hand_over_form")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hand_over_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        pub media_type: String,
        pub bytes: Vec<u8>,
        pub sha256: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod bank_file_receipt {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_file_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hand_over_id: Uuid,
        pub taken_by: Option<Uuid>,
        pub taken_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod bank_answer {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hand_over_id: Uuid,
        pub payment_order_id: Option<Uuid>,
        pub message: String,
        pub status: String,
        pub reason: String,
        pub words: String,
        pub received_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod hand_over_receipt {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hand_over_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hand_over_id: Uuid,
        pub accepted_by: Option<Uuid>,
        pub accepted_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod payment_order {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_order")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub document_id: Uuid,
        pub amount: i64,
        pub paid: i64,
        pub ordered_by: Uuid,
        pub ordered_at: DateTimeUtc,
        pub hand_over_id: Option<Uuid>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod payment {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub entry_reference: String,
        pub booked_on: Date,
        pub amount: i64,
        pub counterparty: String,
        pub counterparty_iban: String,
        pub remittance: String,
        pub end_to_end: String,
        pub source: String,
        pub imported_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod payment_match {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_match")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payment_id: Uuid,
        pub payment_order_id: Uuid,
        pub amount: i64,
        pub why: String,
        pub matched_by: Option<Uuid>,
        pub matched_at: DateTimeUtc,
        pub undone_by: Option<Uuid>,
        pub undone_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

// Read only: the columns of other slices' tables that lists and the proof of a month look at. Nothing here writes them.

pub(crate) mod person {
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
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod login {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod booked {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booking_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub reference: String,
        pub language: String,
        pub on_date: Date,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod session {
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
        pub cancellation_class: Option<String>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod sheet {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "timesheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub assignment_id: Uuid,
        pub outcome: String,
        pub status: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod committed {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_commitment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub budget_line_id: Uuid,
        pub assignment_id: Uuid,
        pub amount: i64,
        pub state: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod posted {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_posting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub amount: i64,
        pub assignment_id: Option<Uuid>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod purse {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cost_center: String,
        pub cost_object: String,
        pub account: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

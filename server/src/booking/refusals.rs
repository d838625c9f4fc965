//! How this slice says no: one enum a command, one stable code and one sentence a variant.

/// Declares a refusal enum. A variant's fields become the arguments of its sentence `refusal-<code>`.
macro_rules! refusals {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident $({ $($arg:ident : $type:ty),+ $(,)? })? = $code:literal, $kind:ident $(, $field:literal)?);+ $(;)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $name { $($(#[$variant_doc])* $variant $({ $(#[allow(missing_docs)] $arg: $type),+ })?),+ }

        impl $name {
            /// All codes, for the test that each has its sentence.
            #[cfg(test)]
            pub(crate) const CODES: &'static [&'static str] = &[$($code),+];
        }

        impl $crate::kernel::refusal::Refusal for $name {
            fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code),+ }
            }
            fn message(&self) -> $crate::kernel::message::Message {
                match self {
                    $(Self::$variant $({ $($arg),+ })? => $crate::kernel::message::Message::new(concat!("refusal-", $code))
                        $($(.with(stringify!($arg), $arg.clone()))+)?),+
                }
            }
            fn field(&self) -> Option<&'static str> {
                match self { $(Self::$variant { .. } => $crate::booking::refusals::refusals!(@field $($field)?)),+ }
            }
            fn kind(&self) -> $crate::kernel::refusal::RefusalKind {
                match self { $(Self::$variant { .. } => $crate::kernel::refusal::RefusalKind::$kind),+ }
            }
        }
    };
    (@field $field:literal) => { Some($field) };
    (@field) => { None };
}

pub(super) use refusals;

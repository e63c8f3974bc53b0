//! The small types of the domain. Parsing makes them, so nothing after parsing checks a string again.

mod code;
mod date;
mod lang;
mod money;
mod number;
mod status;
mod text;

pub use code::{DepartmentCode, MunicipalityCode, Period, Slug, Version, Year};
pub use date::Date;
pub use lang::Lang;
pub use money::Money;
pub(crate) use money::respelled;
pub use number::{Number, Ratio};
pub use status::Status;
pub use text::{Keywords, Texts};

/// Implements `Deserialize` for a type that is parsed from the scalar's own text, and `Serialize` by what it displays,
/// which is such a text. With `as_written`, from what stands in the file with its quotation marks, so that a figure in
/// quotes is none. What there are most of is kept from build to build as something `short`er than its text: what that is,
/// how it is made, and back.
macro_rules! from_scalar {
    (as_written $type:ty, $expecting:literal, $parse:expr, short $short:ty, $shorten:expr, $restore:expr) => {
        from_scalar!(@read $type, $expecting, $parse, |deserializer, visitor| {
            if serde::Deserializer::is_human_readable(&deserializer) {
                return serde::Deserializer::deserialize_newtype_struct(
                    deserializer,
                    crate::source::AS_WRITTEN,
                    visitor,
                );
            }
            from_scalar!(@restore $short, $restore, deserializer)
        });
        from_scalar!(@write_short $type, $short, $shorten);
    };
    ($type:ty, $expecting:literal, $parse:expr, short $short:ty, $shorten:expr, $restore:expr) => {
        from_scalar!(@read $type, $expecting, $parse, |deserializer, visitor| {
            if serde::Deserializer::is_human_readable(&deserializer) {
                return serde::Deserializer::deserialize_str(deserializer, visitor);
            }
            from_scalar!(@restore $short, $restore, deserializer)
        });
        from_scalar!(@write_short $type, $short, $shorten);
    };
    ($type:ty, $expecting:literal, $parse:expr) => {
        from_scalar!(@read $type, $expecting, $parse, |deserializer, visitor| {
            serde::Deserializer::deserialize_str(deserializer, visitor)
        });

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
    (@restore $short:ty, $restore:expr, $deserializer:ident) => {{
        let restore: fn($short) -> Option<Self> = $restore;
        let short = <$short as serde::Deserialize>::deserialize($deserializer)?;
        restore(short).ok_or_else(|| serde::de::Error::custom("what was kept is no such value"))
    }};
    (@write_short $type:ty, $short:ty, $shorten:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    return serializer.collect_str(self);
                }
                let shorten: fn(&$type) -> $short = $shorten;
                shorten(self).serialize(serializer)
            }
        }
    };
    (@read $type:ty, $expecting:literal, $parse:expr, |$deserializer:ident, $visitor:ident| $ask:expr) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>($deserializer: D) -> Result<Self, D::Error> {
                struct Scalar;
                impl serde::de::Visitor<'_> for Scalar {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        let parse: fn(&str) -> Result<$type, String> = $parse;
                        parse(text).map_err(E::custom)
                    }
                }
                let $visitor = Scalar;
                $ask
            }
        }
    };
}
pub(in crate::model) use from_scalar;

/// A closed list of values: each with its name in the files, which is also its key in the theme's strings.
macro_rules! closed_list {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $id)] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: [$name; [$($id),*].len()] = [$($name::$variant),*];

            /// The value's name in the files and its key in the theme's strings.
            pub fn id(self) -> &'static str {
                match self {
                    $($name::$variant => $id,)*
                }
            }
        }
    };
}
pub(in crate::model) use closed_list;

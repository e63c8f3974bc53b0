//! The budget classifier: `content/classifications.yaml`.

use serde::Deserialize;

use super::provenance::{LegalBasis, Ref};
use super::values::{Texts, closed_list};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classifications {
    pub revenue_classes: Vec<RevenueClass>,
    pub purposes: Vec<Named>,
    pub functions: Vec<Function>,
    pub object_groups: Vec<Named>,
    pub funding_sources: Vec<FundingSource>,
    pub services: Vec<Service>,
}

/// A class of revenue, `10` to `24`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevenueClass {
    pub code: Ref,
    pub kind: RevenueKind,
    pub name: Texts,
    pub note: Option<Texts>,
}

closed_list! {
    /// What a class is. It follows from the class, never from a flag that an editor sets.
    pub enum RevenueKind {
        /// Classes 10 to 15 and 18: collected by the municipality (not the same as own revenue).
        Revenue = "revenue",
        /// Classes 16 and 17.
        Transfer = "transfer",
        /// Classes 23 and 24: balances used and loans. Shown, but not revenue.
        Financing = "financing",
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: Ref,
    pub name: Texts,
}

/// A function of spending and the purpose it belongs to, where that is certain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    pub id: Ref,
    pub purpose: Option<Ref>,
    pub name: Texts,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundingSource {
    pub code: Ref,
    pub name: Texts,
    pub basis: LegalBasis,
}

/// A municipal service that a charter or arrears can be about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub id: Ref,
    pub name: Texts,
}

impl Classifications {
    pub fn revenue_class(&self, code: &str) -> Option<&RevenueClass> {
        self.revenue_classes.iter().find(|class| *class.code == code)
    }

    pub fn function(&self, id: &str) -> Option<&Function> {
        self.functions.iter().find(|function| *function.id == id)
    }

    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| *service.id == id)
    }
}

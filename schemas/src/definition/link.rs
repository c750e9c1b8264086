//! What definitions are to each other: a column has its code list, a form its calendar and the rules of its terms, a
//! campaign the targets of the one above.

use std::{collections::BTreeMap, sync::Arc};

use super::{DefinitionError, Definitions, latest, split};
use crate::{code::CodeList, form::ColumnType, target::Target, term::Term};

impl Definitions {
    /// Gives every coded column its list.
    pub(super) fn link(&mut self) -> Result<(), DefinitionError> {
        let lists = self.lists.clone();
        for (form, file) in self.forms.values_mut().flat_map(BTreeMap::values_mut) {
            let fault = form.fault(|list| lists.contains_key(list));
            if let Some(fault) = fault {
                return Err(split(file, &fault));
            }
            let linked =
                form.columns.iter().map(|column| latest(&lists, column.list.as_deref()?).cloned()).collect();
            let wide =
                form.columns.iter().zip(&linked as &Vec<Option<Arc<CodeList>>>).find(|(column, list)| {
                    column.kind == ColumnType::Codes
                        && list.as_ref().is_some_and(|list| list.items.len() > 64)
                });
            if let Some((column, _)) = wide {
                return Err(split(
                    file,
                    &format!("columns.{}: a set of codes takes a list of at most 64", column.key),
                ));
            }
            Arc::make_mut(form).lists = linked;
        }
        Ok(())
    }

    /// Gives every term of a form its rule, and every form the calendar.
    pub(super) fn bind(&mut self) -> Result<(), DefinitionError> {
        let (deadlines, calendar) = (self.deadlines.clone(), Arc::clone(&self.calendar));
        let rule = |term: &Term| {
            let (procedure, code) = term.named()?;
            latest(&deadlines, procedure)?.rule(code).cloned()
        };
        for (form, file) in self.forms.values_mut().flat_map(BTreeMap::values_mut) {
            let mut rules = Vec::new();
            for term in &form.terms {
                let refuse = |reason: &str| split(file, &format!("terms.{}: {reason}", term.rule));
                let rule = rule(term).ok_or_else(|| refuse("no such procedure and rule"))?;
                if let Some(fault) = term.fault(form, &rule) {
                    return Err(refuse(&fault));
                }
                rules.push(rule);
            }
            let form = Arc::make_mut(form);
            (form.rules_of_terms, form.calendar) = (rules, Arc::clone(&calendar));
        }
        Ok(())
    }

    /// Gives each campaign the targets of the one above that it does not name itself, without weight; one that asks less
    /// than the one above is refused.
    pub(super) fn inherit(&mut self) -> Result<(), DefinitionError> {
        let campaigns = self.campaigns.clone();
        for (campaign, file) in self.campaigns.values_mut().flat_map(BTreeMap::values_mut) {
            let mut above = campaign.parent.clone();
            let mut seen = vec![campaign.campaign.clone()];
            while let Some(code) = above.take() {
                let parent = latest(&campaigns, &code)
                    .ok_or_else(|| split(file, &format!("parent: no campaign `{code}`")))?;
                if seen.contains(&code) {
                    return Err(split(file, &format!("parent: `{code}` is above itself")));
                }
                for target in &parent.targets {
                    let own = campaign.target(&target.indicator);
                    if let Some(looser) = own.and_then(|own| own.looser_than(target)) {
                        return Err(split(file, &format!("targets.{}: {looser} ({code})", target.indicator)));
                    }
                    if own.is_none() {
                        Arc::make_mut(campaign).targets.push(Target { weight: 0, ..target.clone() });
                    }
                }
                seen.push(code);
                above.clone_from(&parent.parent);
            }
        }
        Ok(())
    }
}

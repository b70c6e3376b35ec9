//! What the reader typed, and the settings that it makes.

use rillcut_lab::protocol::WebhookSettings;

/// The methods that the outbox sends by.
pub(super) const METHODS: [&str; 3] = ["POST", "PUT", "PATCH"];

/// A header being written. `key` stays with its row while rows are added and removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderField {
    pub(super) key: u32,
    pub(super) name: String,
    pub(super) value: String,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) url: String,
    pub(super) method: String,
    pub(super) headers: Vec<HeaderField>,
}

impl Default for Fields {
    fn default() -> Self {
        Self { url: String::new(), method: METHODS[0].to_owned(), headers: Vec::new() }
    }
}

impl Fields {
    /// The fields of settings that are in force.
    pub(super) fn of(settings: &WebhookSettings) -> Self {
        let headers = settings.headers.iter().zip(0..);
        Self {
            url: settings.url.clone(),
            method: settings.method.clone(),
            headers: headers
                .map(|((name, value), key)| HeaderField { key, name: name.clone(), value: value.clone() })
                .collect(),
        }
    }

    /// The settings: surrounding space is nothing anybody means, and a row left empty is no header.
    pub(super) fn settings(&self) -> WebhookSettings {
        let written = self.headers.iter().map(|field| (field.name.trim(), field.value.trim()));
        WebhookSettings {
            url: self.url.trim().to_owned(),
            method: self.method.clone(),
            headers: written
                .filter(|(name, value)| !(name.is_empty() && value.is_empty()))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    /// Adds an empty row.
    pub(super) fn add_header(&mut self) {
        let key = self.headers.iter().map(|field| field.key + 1).max().unwrap_or(0);
        self.headers.push(HeaderField { key, name: String::new(), value: String::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_settings_and_back() {
        let mut fields = Fields { url: " https://example.com/hook ".to_owned(), ..Fields::default() };
        fields.add_header();
        fields.add_header();
        fields.headers[1].name = "authorization ".to_owned();
        fields.headers[1].value = "Bearer x".to_owned();
        let settings = fields.settings();
        assert_eq!(settings.url, "https://example.com/hook");
        assert_eq!(settings.headers, [("authorization".to_owned(), "Bearer x".to_owned())]);
        assert_eq!(Fields::of(&settings).settings(), settings);
        fields.headers.remove(0);
        fields.add_header();
        assert_eq!(fields.headers.iter().map(|field| field.key).collect::<Vec<_>>(), [1, 2]);
    }
}

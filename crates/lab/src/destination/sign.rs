//! The signature of Standard Webhooks 1.0: HMAC-SHA256 over id, time and body.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::protocol::Problem;

/// The octets of a secret: Base64, with or without `whsec_` before it.
///
/// # Errors
/// `LAB0062` when it is not the Base64 of 24 to 64 octets.
pub(crate) fn secret(text: &str) -> Result<Vec<u8>, Problem> {
    let digits = text.strip_prefix("whsec_").unwrap_or(text);
    let octets = STANDARD.decode(digits).ok().filter(|octets| (24..=64).contains(&octets.len()));
    octets.ok_or_else(|| {
        let hint = "it is 'whsec_' and the Base64 of 24 to 64 octets, as the receiver shows it".to_owned();
        Problem::plain("LAB0062", "the signing secret cannot be read", Some(hint))
    })
}

/// `v1,` and the Base64 of the signature of `id.seconds.body`.
pub(crate) fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(id.as_bytes());
    mac.update(format!(".{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_the_standard_says() {
        // The example that the reference libraries test with.
        let secret = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = r#"{"test": 2432232314}"#;
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(super::secret("whsec_!").unwrap_err().code, "LAB0062");
    }
}

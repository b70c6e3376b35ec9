//! Requests of the outbox: made, and how they ended.

use js_sys::JsString;
use rillcut_lab::{HttpRequest, protocol::Outcome};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, DedicatedWorkerGlobalScope, DomException, Headers, ReferrerPolicy, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Response, ResponseType, Url,
};

/// Time for finding out whether anybody answers at an address, milliseconds.
const PROBE_MS: u32 = 4000;

/// Makes a request.
pub(crate) async fn send(scope: &DedicatedWorkerGlobalScope, request: &HttpRequest) -> Outcome {
    match fetch(scope, request).await {
        Ok(outcome) => outcome,
        Err(error) => failed(scope, request, &error).await,
    }
}

async fn fetch(scope: &DedicatedWorkerGlobalScope, request: &HttpRequest) -> Result<Outcome, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        if headers.append(name, value).is_err() {
            return Ok(Outcome::Unsendable(format!("its header '{name}' is none")));
        }
    }
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(&request.body));
    init.set_signal(Some(&AbortSignal::timeout_with_u32(request.timeout_ms)));
    if request.hidden {
        init.set_mode(RequestMode::NoCors);
    } else {
        // Followed, a redirect would turn the POST into an empty GET that looks like success.
        init.set_redirect(RequestRedirect::Manual);
    }
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    let answer = JsFuture::from(scope.fetch_with_str_and_init(&request.url, &init)).await?;
    let answer: Response = answer.dyn_into()?;
    match answer.type_() {
        ResponseType::Opaque => return Ok(Outcome::Hidden),
        ResponseType::Opaqueredirect => return Ok(Outcome::Redirected),
        _ => {}
    }
    let retry_after = answer.headers().get("retry-after")?;
    let status = answer.status();
    // An answer that breaks off has still said its status.
    let text = match answer.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.dyn_into::<JsString>().ok()),
        Err(_) => None,
    };
    // A long answer is not carried over as a whole.
    let answer = text.map(|text| String::from(text.slice(0, 2000))).unwrap_or_default();
    Ok(Outcome::Status { status, retry_after, answer })
}

/// What an error means. A browser tells a page neither why there is no connection nor that an answer was not for it; whether anybody
/// is there can be found out by a request whose answer stays hidden.
async fn failed(scope: &DedicatedWorkerGlobalScope, request: &HttpRequest, error: &JsValue) -> Outcome {
    if error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "TimeoutError") {
        return Outcome::TimedOut;
    }
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let reason = message.unwrap_or_else(|| "the browser refused to send it".to_owned());
    let reached = answers(scope, &request.url).await;
    if reached == Some(false) && !scope.navigator().on_line() {
        return Outcome::Offline;
    }
    Outcome::Failed { reason, reached }
}

/// Whether anybody answers at the origin of an address.
async fn answers(scope: &DedicatedWorkerGlobalScope, url: &str) -> Option<bool> {
    let origin = Url::new(url).ok()?.origin();
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_mode(RequestMode::NoCors);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PROBE_MS)));
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    Some(JsFuture::from(scope.fetch_with_str_and_init(&origin, &init)).await.is_ok())
}

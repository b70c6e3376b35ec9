//! Notifications of this browser, with a sound.

use rillcut_lab::protocol::Outcome;
use web_sys::{AudioContext, Notification, NotificationOptions, NotificationPermission};

/// Asks whether the page may notify. Browsers answer only to a click.
pub(crate) fn ask() {
    if Notification::permission() == NotificationPermission::Default {
        // The answer is asked for again when there is something to show.
        let _answer = Notification::request_permission();
    }
}

/// Shows a notification. One of the same id takes the place of the one before.
pub(crate) fn show(id: &str, title: &str, body: &str) -> Outcome {
    if Notification::permission() != NotificationPermission::Granted {
        return Outcome::Denied;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(id);
    match Notification::new_with_options(title, &options) {
        Ok(_) => {
            // A page that nobody has clicked may make no sound; the notification is there all the same.
            let _sound = chime();
            Outcome::Shown
        }
        Err(_) => Outcome::Denied,
    }
}

/// Two short tones.
fn chime() -> Result<(), wasm_bindgen::JsValue> {
    let audio = AudioContext::new()?;
    let now = audio.current_time();
    for (at, frequency) in [(0.0, 660.0), (0.16, 880.0)] {
        let (tone, volume) = (audio.create_oscillator()?, audio.create_gain()?);
        tone.frequency().set_value(frequency);
        volume.gain().set_value_at_time(0.12, now + at)?;
        volume.gain().exponential_ramp_to_value_at_time(0.001, now + at + 0.3)?;
        tone.connect_with_audio_node(&volume)?;
        volume.connect_with_audio_node(&audio.destination())?;
        tone.start_with_when(now + at)?;
        tone.stop_with_when(now + at + 0.3)?;
    }
    Ok(())
}

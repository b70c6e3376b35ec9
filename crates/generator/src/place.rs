//! A point on a circle around a place: `address.nearbyGPSCoordinate` (kdg.md 5.4).
//!
//! KDG's function puts every point exactly on the circle; so does this one, on the sphere. Its sine and cosine come
//! from `libm`, because those of the platform differ in the last digit, and then so would the records.

use crate::digits;
use crate::rng::Rng;

/// Mean radius of the earth in kilometres.
const EARTH_KM: f64 = 6371.0;
/// KDG's factor for a radius in miles is the wrong way round: 50 gives 31.07 km. It is kept, since templates are tuned
/// by what they print.
pub(crate) const KDG_MILES: f64 = 0.621_371;

/// A circle on the earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Circle {
    /// Degrees, -90..=90; random if absent.
    pub(crate) centre: Option<(f64, f64)>,
    pub(crate) radius_km: f64,
}

impl Circle {
    /// Appends `latitude,longitude` with four decimals.
    pub(crate) fn run(&self, out: &mut Vec<u8>, rng: &mut Rng) {
        let (latitude, longitude) =
            self.centre.unwrap_or_else(|| (rng.fraction() * 180.0 - 90.0, rng.fraction() * 360.0 - 180.0));
        let bearing = rng.fraction() * core::f64::consts::TAU;
        let angle = self.radius_km / EARTH_KM;
        let (sin_angle, cos_angle) = (libm::sin(angle), libm::cos(angle));
        let latitude = latitude.to_radians();
        let sin = libm::sin(latitude) * cos_angle + libm::cos(latitude) * sin_angle * libm::cos(bearing);
        let east = libm::sin(bearing) * sin_angle * libm::cos(latitude);
        let north = cos_angle - libm::sin(latitude) * sin;
        let turn = libm::atan2(east, north).to_degrees();
        degrees(out, libm::asin(sin.clamp(-1.0, 1.0)).to_degrees());
        out.push(b',');
        degrees(out, libm::fmod(longitude + turn + 540.0, 360.0) - 180.0);
    }
}

fn degrees(out: &mut Vec<u8>, degrees: f64) {
    digits::fixed(out, libm::round(degrees * 10_000.0) as i64, 4);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_on_the_circle() {
        let circle = Circle { centre: Some((48.0, 11.0)), radius_km: 50.0 };
        let mut rng = Rng::seed(3);
        for _ in 0..200 {
            let mut out = vec![];
            circle.run(&mut out, &mut rng);
            let text = String::from_utf8(out).unwrap();
            let (latitude, longitude) = text.split_once(',').unwrap();
            let (a, b): (f64, f64) = (latitude.parse().unwrap(), longitude.parse().unwrap());
            let north = (a - 48.0) * 111.195;
            let east = (b - 11.0) * 111.195 * libm::cos(a.midpoint(48.0).to_radians());
            let distance = libm::sqrt(north * north + east * east);
            assert!((distance - 50.0).abs() < 0.2, "{text} is {distance} km away");
        }
    }
}

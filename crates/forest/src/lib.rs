//! A streaming Random Cut Forest that scores as the Kinesis Data Analytics service did.

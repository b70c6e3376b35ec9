//! The lab: generator, source, application and destinations on a virtual clock.

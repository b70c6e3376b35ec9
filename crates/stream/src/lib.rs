//! A checked plan of KDA SQL run as operators over column batches.

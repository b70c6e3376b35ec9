//! Records of a stream: types, columns, schemas, decoding, encoding, schema discovery.

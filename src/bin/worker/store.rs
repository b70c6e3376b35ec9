//! What outlives the tab: IndexedDB, or a map in memory where there is none.
//!
//! A thin binding of our own: two stores of octets under texts are all that is needed, and the well-kept wrapper crates bring more code than that. Frames
//! of another site, private windows and full disks refuse it in every way there is, so nothing here trusts a call to work.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Promise, Uint8Array};
use rillcut_lab::Write;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

const NAME: &str = "rillcut";
const VERSION: u32 = 1;
/// Messages, connections, what is known of objects: read as a whole.
const RECORDS: &str = "records";
/// Objects of buckets: read one at a time.
const OBJECTS: &str = "objects";

/// A store.
pub(crate) enum Store {
    Database(IdbDatabase),
    Memory(RefCell<BTreeMap<String, Vec<u8>>>),
}

/// What a store did not take.
pub(crate) struct Refused {
    /// Records: none of them were taken.
    pub(crate) records: Option<String>,
    /// Ids of objects.
    pub(crate) objects: Vec<String>,
}

impl Store {
    /// Opens the browser's store, or else one of memory.
    pub(crate) async fn open(scope: &DedicatedWorkerGlobalScope) -> Self {
        match open_database(scope).await {
            Ok(database) => Self::Database(database),
            Err(_) => Self::Memory(RefCell::default()),
        }
    }

    /// Whether what is written outlives the tab.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self, Self::Database(_))
    }

    /// Octets that the browser still lets the site keep, where it says so.
    pub(crate) async fn room(&self, scope: &DedicatedWorkerGlobalScope) -> Option<u64> {
        if !self.is_lasting() {
            return None;
        }
        let estimate = JsFuture::from(scope.navigator().storage().estimate().ok()?).await.ok()?;
        let member = |name: &str| js_sys::Reflect::get(&estimate, &JsValue::from_str(name)).ok()?.as_f64();
        Some((member("quota")? - member("usage")?).max(0.0) as u64)
    }

    /// Takes writes: records as a whole or not at all, objects one by one.
    pub(crate) async fn write(&self, writes: Vec<Write>) -> Refused {
        let mut refused = Refused { records: None, objects: Vec::new() };
        match self {
            Self::Memory(map) => {
                let mut map = map.borrow_mut();
                for write in writes {
                    match write {
                        Write::Put { key, bytes } => map.insert(key, bytes),
                        Write::Delete { key } => map.remove(&key),
                    };
                }
            }
            Self::Database(database) => {
                let (objects, records): (Vec<Write>, Vec<Write>) =
                    writes.into_iter().partition(|write| is_object(key_of(write)));
                for object in objects {
                    if write_to(database, OBJECTS, std::slice::from_ref(&object)).await.is_err()
                        && let Write::Put { key, .. } = object
                    {
                        refused.objects.push(key);
                    }
                }
                if !records.is_empty() {
                    refused.records =
                        write_to(database, RECORDS, &records).await.err().map(|error| reason(&error));
                }
            }
        }
        refused
    }

    /// All records, objects left out.
    pub(crate) async fn records(&self) -> Vec<(String, Vec<u8>)> {
        match self {
            Self::Memory(map) => {
                let map = map.borrow();
                map.iter()
                    .filter(|(key, _)| !is_object(key))
                    .map(|(key, bytes)| (key.clone(), bytes.clone()))
                    .collect()
            }
            Self::Database(database) => all(database).await.unwrap_or_default(),
        }
    }

    /// An object.
    pub(crate) async fn object(&self, key: &str) -> Option<Vec<u8>> {
        match self {
            Self::Memory(map) => map.borrow().get(key).cloned(),
            Self::Database(database) => {
                let (_, store) = store(database, OBJECTS, IdbTransactionMode::Readonly).ok()?;
                let value = done(&store.get(&JsValue::from_str(key)).ok()?).await.ok()?;
                value.dyn_into::<Uint8Array>().ok().map(|octets| octets.to_vec())
            }
        }
    }
}

pub(crate) fn key_of(write: &Write) -> &str {
    match write {
        Write::Put { key, .. } | Write::Delete { key } => key,
    }
}

pub(crate) fn is_object(key: &str) -> bool {
    key.starts_with("object/")
}

/// What the store says of its refusal.
fn reason(error: &JsValue) -> String {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => {
            "the browser's store is full: delete objects or free space on the disk".to_owned()
        }
        Some(name) => format!("the browser's store refused ({name})"),
        None => "the browser's store refused".to_owned(),
    }
}

async fn open_database(scope: &DedicatedWorkerGlobalScope) -> Result<IdbDatabase, JsValue> {
    let factory = scope.indexed_db()?.ok_or(JsValue::NULL)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(NAME, VERSION)?;
    let upgrade = {
        let request = request.clone();
        Closure::once(move || {
            let Some(database) =
                request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok())
            else {
                return;
            };
            for name in [RECORDS, OBJECTS] {
                // It fails for a store that is there; then it is there.
                let _there = database.create_object_store(name);
            }
        })
    };
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.dyn_into()?;
    Ok(database)
}

/// A transaction and its store.
fn store(
    database: &IdbDatabase,
    name: &str,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let transaction = database.transaction_with_str_and_mode(name, mode)?;
    let store = transaction.object_store(name)?;
    Ok((transaction, store))
}

async fn write_to(database: &IdbDatabase, name: &str, writes: &[Write]) -> Result<(), JsValue> {
    let (transaction, store) = store(database, name, IdbTransactionMode::Readwrite)?;
    for write in writes {
        match write {
            Write::Put { key, bytes } => {
                store.put_with_key(&Uint8Array::from(bytes.as_slice()), &JsValue::from_str(key))?
            }
            Write::Delete { key } => store.delete(&JsValue::from_str(key))?,
        };
    }
    let ended = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(ended).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, JsValue::from)),
    }
}

async fn all(database: &IdbDatabase) -> Result<Vec<(String, Vec<u8>)>, JsValue> {
    let (_transaction, store) = store(database, RECORDS, IdbTransactionMode::Readonly)?;
    let (keys, values) = (store.get_all_keys()?, store.get_all()?);
    let keys: Array = done(&keys).await?.dyn_into()?;
    let values: Array = match values.result() {
        Ok(values) if !values.is_undefined() => values.dyn_into()?,
        _ => done(&values).await?.dyn_into()?,
    };
    let pair = |(key, value): (JsValue, JsValue)| {
        Some((key.as_string()?, value.dyn_into::<Uint8Array>().ok()?.to_vec()))
    };
    Ok(keys.iter().zip(values.iter()).filter_map(pair).collect())
}

/// The result of a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::NULL, JsValue::from)),
    }
}

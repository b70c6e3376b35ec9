//! Words of shops, companies and money.

/// Colours.
pub(crate) static COLORS: &[&str] = &[
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "brown",
    "black",
    "white",
    "grey",
    "beige",
    "navy",
    "teal",
    "turquoise",
    "mint",
    "olive",
    "lime",
    "gold",
    "silver",
    "bronze",
    "copper",
    "coral",
    "crimson",
    "scarlet",
    "burgundy",
    "violet",
    "lilac",
    "charcoal",
    "cream",
    "khaki",
];

/// Departments of a shop.
pub(crate) static DEPARTMENTS: &[&str] = &[
    "Appliances",
    "Baby",
    "Bakery",
    "Books",
    "Camping",
    "Clothing",
    "Computers",
    "Cosmetics",
    "Cycling",
    "Electronics",
    "Furniture",
    "Games",
    "Garden",
    "Groceries",
    "Hardware",
    "Jewelry",
    "Lighting",
    "Music",
    "Office",
    "Pets",
    "Shoes",
    "Toys",
];

/// What a product is like.
pub(crate) static PRODUCT_ADJECTIVES: &[&str] = &[
    "Compact",
    "Classic",
    "Modern",
    "Deluxe",
    "Simple",
    "Elegant",
    "Portable",
    "Sturdy",
    "Lightweight",
    "Premium",
    "Smart",
    "Foldable",
    "Vintage",
    "Durable",
    "Slim",
    "Cozy",
    "Bright",
];

/// What a product is made of.
pub(crate) static PRODUCT_MATERIALS: &[&str] =
    &["Aluminum", "Bamboo", "Brass", "Canvas", "Ceramic", "Glass", "Leather", "Linen", "Oak", "Silk", "Wool"];

/// Products.
pub(crate) static PRODUCTS: &[&str] = &[
    "Backpack", "Basket", "Bench", "Blanket", "Bottle", "Bowl", "Clock", "Cup", "Curtain", "Cushion", "Desk",
    "Jacket", "Kettle", "Lamp", "Mirror", "Mug", "Notebook", "Pen", "Rug", "Scarf", "Shelf", "Stool", "Vase",
    "Wallet",
];

/// Legal forms.
pub(crate) static COMPANY_SUFFIXES: &[&str] = &["Inc", "LLC", "Ltd", "Group", "and Partners"];

/// First word of a catch phrase.
pub(crate) static CATCH_ADJECTIVES: &[&str] = &[
    "Agile",
    "Certified",
    "Connected",
    "Efficient",
    "Elastic",
    "Embedded",
    "Flexible",
    "Independent",
    "Lean",
    "Modular",
    "Portable",
    "Precise",
    "Reliable",
    "Reusable",
    "Sustainable",
    "Tailored",
    "Transparent",
    "Trusted",
    "Unified",
    "Verified",
];

/// Second word of a catch phrase.
pub(crate) static CATCH_DESCRIPTORS: &[&str] = &[
    "around-the-clock",
    "cloud-based",
    "cost-aware",
    "cross-border",
    "data-driven",
    "event-driven",
    "field-tested",
    "hands-on",
    "in-house",
    "long-range",
    "low-latency",
    "multi-region",
    "on-demand",
    "paperless",
    "peer-reviewed",
    "pay-as-you-go",
    "self-service",
    "serverless",
    "small-scale",
    "zero-waste",
];

/// Last word of a catch phrase.
pub(crate) static CATCH_NOUNS: &[&str] = &[
    "agenda",
    "blueprint",
    "campaign",
    "catalog",
    "checklist",
    "dashboard",
    "delivery",
    "engine",
    "forecast",
    "foundation",
    "inventory",
    "journey",
    "ledger",
    "marketplace",
    "pipeline",
    "playbook",
    "program",
    "record",
    "roadmap",
    "schedule",
    "service",
    "standard",
    "toolkit",
    "warehouse",
    "workflow",
];

/// First word of business talk.
pub(crate) static BUZZ_VERBS: &[&str] = &[
    "accelerate",
    "adopt",
    "align",
    "automate",
    "consolidate",
    "coordinate",
    "design",
    "develop",
    "discover",
    "expand",
    "forecast",
    "guide",
    "improve",
    "launch",
    "measure",
    "modernize",
    "negotiate",
    "outsource",
    "prioritize",
    "promote",
    "refine",
    "reorganize",
    "simplify",
    "strengthen",
    "unlock",
];

/// Second word of business talk.
pub(crate) static BUZZ_ADJECTIVES: &[&str] = &[
    "affordable",
    "ambitious",
    "balanced",
    "bold",
    "competitive",
    "consistent",
    "creative",
    "digital",
    "emerging",
    "ethical",
    "fast-growing",
    "flexible",
    "industry-wide",
    "inclusive",
    "international",
    "local",
    "lasting",
    "measurable",
    "practical",
    "profitable",
    "regional",
    "resilient",
    "shared",
    "timely",
    "untapped",
];

/// Last word of business talk.
pub(crate) static BUZZ_NOUNS: &[&str] = &[
    "audiences",
    "brands",
    "budgets",
    "campaigns",
    "categories",
    "contracts",
    "customers",
    "goals",
    "habits",
    "ideas",
    "investments",
    "loyalties",
    "methods",
    "milestones",
    "offers",
    "opportunities",
    "priorities",
    "processes",
    "products",
    "regions",
    "results",
    "segments",
    "suppliers",
    "teams",
    "trends",
];

/// Kinds of accounts.
pub(crate) static ACCOUNT_TYPES: &[&str] = &[
    "Checking Account",
    "Savings Account",
    "Deposit Account",
    "Brokerage Account",
    "Pension Account",
    "Mortgage Account",
    "Business Account",
    "Student Account",
    "Joint Account",
    "Credit Card Account",
];

/// Kinds of transactions.
pub(crate) static TRANSACTION_TYPES: &[&str] = &["deposit", "withdrawal", "payment", "invoice"];

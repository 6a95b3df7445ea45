-- version 2

-- sqlite
CREATE TABLE advised (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	place INTEGER NOT NULL,
	box VARCHAR NOT NULL,
	rule VARCHAR NOT NULL,
	sku_code VARCHAR,
	bought_code VARCHAR,
	cartons INTEGER,
	"case" VARCHAR NOT NULL,
	text TEXT NOT NULL,
	snapshot VARCHAR NOT NULL,
	PRIMARY KEY (month, license_no, place)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE advised (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	place INTEGER NOT NULL,
	box VARCHAR NOT NULL,
	rule VARCHAR NOT NULL,
	sku_code VARCHAR COLLATE "C",
	bought_code VARCHAR COLLATE "C",
	cartons INTEGER,
	"case" VARCHAR NOT NULL,
	text TEXT NOT NULL,
	snapshot VARCHAR NOT NULL,
	PRIMARY KEY (month, license_no, place)
);

-- sqlite
CREATE TABLE alerts (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	place INTEGER NOT NULL,
	rule VARCHAR NOT NULL,
	text TEXT NOT NULL,
	snapshot VARCHAR NOT NULL,
	PRIMARY KEY (month, license_no, place)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE alerts (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	place INTEGER NOT NULL,
	rule VARCHAR NOT NULL,
	text TEXT NOT NULL,
	snapshot VARCHAR NOT NULL,
	PRIMARY KEY (month, license_no, place)
);

-- sqlite
CREATE TABLE approvals (
	id INTEGER NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	form VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	approved BOOLEAN NOT NULL,
	content VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

-- postgresql
CREATE TABLE approvals (
	id SERIAL NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	form VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	snapshot VARCHAR NOT NULL,
	approved BOOLEAN NOT NULL,
	content VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

-- sqlite
CREATE INDEX ix_approvals_month ON approvals (month);

-- postgresql
CREATE INDEX ix_approvals_month ON approvals (month);

-- sqlite
CREATE TABLE figures (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	sticks BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	profit BIGINT,
	PRIMARY KEY (month, license_no)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE figures (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	sticks BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	profit BIGINT,
	PRIMARY KEY (month, license_no)
);

-- sqlite
CREATE TABLE handed_out (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	day DATE NOT NULL,
	way VARCHAR NOT NULL,
	who VARCHAR,
	PRIMARY KEY (month, license_no, version)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE handed_out (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	version INTEGER NOT NULL,
	day DATE NOT NULL,
	way VARCHAR NOT NULL,
	who VARCHAR,
	PRIMARY KEY (month, license_no, version)
);

-- sqlite
CREATE TABLE mail_log (
	id INTEGER NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	event VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	edition INTEGER NOT NULL,
	address VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (id)
);

-- postgresql
CREATE TABLE mail_log (
	id SERIAL NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	event VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	edition INTEGER NOT NULL,
	address VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (id)
);

-- sqlite
CREATE INDEX ix_mail_log_at ON mail_log (at);

-- postgresql
CREATE INDEX ix_mail_log_at ON mail_log (at);

-- sqlite
CREATE TABLE mails (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	edition INTEGER NOT NULL,
	address VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	planned_at BIGINT NOT NULL,
	version INTEGER NOT NULL,
	reason TEXT,
	correction BOOLEAN NOT NULL,
	state VARCHAR NOT NULL,
	attempts INTEGER NOT NULL,
	not_before BIGINT,
	words TEXT NOT NULL,
	run VARCHAR,
	PRIMARY KEY (month, license_no, edition)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE mails (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	edition INTEGER NOT NULL,
	address VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	planned_at BIGINT NOT NULL,
	version INTEGER NOT NULL,
	reason TEXT,
	correction BOOLEAN NOT NULL,
	state VARCHAR NOT NULL,
	attempts INTEGER NOT NULL,
	not_before BIGINT,
	words TEXT NOT NULL,
	run VARCHAR,
	PRIMARY KEY (month, license_no, edition)
);

-- sqlite
CREATE TABLE old_versions (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	program VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	fonts VARCHAR NOT NULL,
	as_of DATE NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	says VARCHAR NOT NULL,
	reason VARCHAR,
	made_by VARCHAR,
	memory TEXT NOT NULL,
	PRIMARY KEY (month, license_no, version)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE old_versions (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	version INTEGER NOT NULL,
	key VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	program VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	fonts VARCHAR NOT NULL,
	as_of DATE NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	says VARCHAR NOT NULL,
	reason VARCHAR,
	made_by VARCHAR,
	memory TEXT NOT NULL,
	PRIMARY KEY (month, license_no, version)
);

-- sqlite
CREATE TABLE revisions (
	id INTEGER NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	form VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	box VARCHAR NOT NULL,
	rule VARCHAR NOT NULL,
	sku_code VARCHAR,
	"before" TEXT NOT NULL,
	handling VARCHAR NOT NULL,
	"after" TEXT,
	note TEXT NOT NULL,
	PRIMARY KEY (id)
);

-- postgresql
CREATE TABLE revisions (
	id SERIAL NOT NULL,
	at BIGINT NOT NULL,
	who VARCHAR NOT NULL,
	form VARCHAR NOT NULL,
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	snapshot VARCHAR NOT NULL,
	box VARCHAR NOT NULL,
	rule VARCHAR NOT NULL,
	sku_code VARCHAR COLLATE "C",
	before TEXT NOT NULL,
	handling VARCHAR NOT NULL,
	after TEXT,
	note TEXT NOT NULL,
	PRIMARY KEY (id)
);

-- sqlite
CREATE INDEX ix_revisions_month ON revisions (month);

-- postgresql
CREATE INDEX ix_revisions_month ON revisions (month);

-- sqlite
CREATE TABLE schema (
	version INTEGER NOT NULL
);

-- postgresql
CREATE TABLE schema (
	version INTEGER NOT NULL
);

-- sqlite
CREATE TABLE sheets (
	month INTEGER NOT NULL,
	license_no VARCHAR NOT NULL,
	"key" VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	program VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	fonts VARCHAR NOT NULL,
	as_of DATE NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	says VARCHAR DEFAULT '' NOT NULL,
	reason VARCHAR,
	made_by VARCHAR,
	PRIMARY KEY (month, license_no)
)
 WITHOUT ROWID;

-- postgresql
CREATE TABLE sheets (
	month INTEGER NOT NULL,
	license_no VARCHAR COLLATE "C" NOT NULL,
	key VARCHAR NOT NULL,
	snapshot VARCHAR NOT NULL,
	program VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	fonts VARCHAR NOT NULL,
	as_of DATE NOT NULL,
	pdf VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	says VARCHAR DEFAULT '' NOT NULL,
	reason VARCHAR,
	made_by VARCHAR,
	PRIMARY KEY (month, license_no)
);

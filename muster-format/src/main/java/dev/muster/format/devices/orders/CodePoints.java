package dev.muster.format.devices.orders;

/** Every map key of the format, version 1. */
final class CodePoints {

    // order = { 1: id tstr, 2: sequence uint, 3: kind uint, 4: issued-at uint, 5: expires-at uint, 6: args map }
    static final int ID = 1;
    static final int SEQUENCE = 2;
    static final int KIND = 3;
    static final int ISSUED_AT = 4;
    static final int EXPIRES_AT = 5;
    static final int ARGS = 6;

    // args of INSTALL = { 1: manifest-url tstr, 2: manifest-digest bstr .size 32, ? 3: asks-user uint, ? 4: risk tstr }
    static final int MANIFEST_URL = 1;
    static final int MANIFEST_DIGEST = 2;
    static final int ASKS_USER = 3;
    static final int RISK = 4;

    // args of NETWORK_POLICY = { 1: name tstr, 2: ruleset bstr };
    // kinds without a table here have none
    static final int POLICY_NAME = 1;
    static final int POLICY_RULESET = 2;

    // args of GATEWAY_POLICY = { 2: ruleset bstr }

    // args of GATEWAY_PAGES = { 2: digest bstr .size 32, 3: length uint, 4: [1*64 bstr .size 32], ? 5: packed bstr }
    static final int PAGED_DIGEST = 2;
    static final int PAGED_LENGTH = 3;
    static final int PAGED_PAGES = 4;
    static final int PAGED_PACKED = 5;

    // args of MAINTENANCE = { 1: session tstr, 2: ended uint, 3: until uint, 4: endpoint tstr }
    static final int SESSION = 1;
    static final int ENDED = 2;
    static final int UNTIL = 3;
    static final int ENDPOINT = 4;

    // args of LOCAL_EPOCH = { 3: until uint }

    // args of WIPE = { 1: custody tstr }
    static final int CUSTODY = 1;

    // report = { 1: outcome uint, 2: reason tstr, 3: detail tstr, ? 4: strength tstr, 5: at uint }
    static final int OUTCOME = 1;
    static final int REASON = 2;
    static final int DETAIL = 3;
    static final int STRENGTH = 4;
    static final int AT = 5;

    private CodePoints() {}
}

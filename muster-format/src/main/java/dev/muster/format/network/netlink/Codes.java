package dev.muster.format.network.netlink;

/** The code points of {@code linux/netfilter/nf_tables.h} that are used here. */
final class Codes {
    static final int NEW_TABLE = 0;
    static final int GET_TABLE = 1;
    static final int DELETE_TABLE = 2;
    static final int NEW_CHAIN = 3;
    static final int GET_CHAIN = 4;
    static final int DELETE_CHAIN = 5;
    static final int NEW_RULE = 6;
    static final int GET_RULE = 7;
    static final int DELETE_RULE = 8;
    static final int NEW_SET = 9;
    static final int GET_SET = 10;
    static final int DELETE_SET = 11;
    static final int NEW_ELEMENT = 12;
    static final int GET_ELEMENT = 13;
    static final int DELETE_ELEMENT = 14;
    static final int NEW_GENERATION = 15;
    static final int GET_GENERATION = 16;

    static final int TABLE_NAME = 1;
    static final int TABLE_FLAGS = 2;

    static final int CHAIN_TABLE = 1;
    static final int CHAIN_NAME = 3;
    static final int CHAIN_HOOK = 4;
    static final int CHAIN_POLICY = 5;
    static final int CHAIN_TYPE = 7;
    static final int CHAIN_FLAGS = 10;
    static final int HOOK_NUMBER = 1;
    static final int HOOK_PRIORITY = 2;
    static final int HOOK_DEVICE = 3;

    static final int RULE_TABLE = 1;
    static final int RULE_CHAIN = 2;
    static final int RULE_EXPRESSIONS = 4;

    static final int SET_TABLE = 1;
    static final int SET_NAME = 2;
    static final int SET_FLAGS = 3;
    static final int SET_KEY_TYPE = 4;
    static final int SET_KEY_LENGTH = 5;
    static final int SET_DATA_TYPE = 6;
    static final int SET_DATA_LENGTH = 7;
    static final int SET_DESCRIPTION = 9;
    static final int SET_ID = 10;
    static final int SET_LIFETIME = 11;
    static final int DESCRIPTION_SIZE = 1;
    static final int DESCRIPTION_FIELDS = 2;
    static final int FIELD_BYTES = 1;
    static final int SET_NOTES = 13;
    static final int SET_EXPRESSION = 17;
    static final int SET_INTERVAL = 4;
    static final int SET_MAP = 8;
    static final int SET_TIMEOUT = 16;
    static final int SET_FIELDS = 128;
    static final int DATA_IS_VERDICT = 0xffffff00;

    static final int ELEMENTS_TABLE = 1;
    static final int ELEMENTS_SET = 2;
    static final int ELEMENTS_LIST = 3;
    static final int ELEMENT_KEY = 1;
    static final int ELEMENT_DATA = 2;
    static final int ELEMENT_FLAGS = 3;
    static final int ELEMENT_TIMEOUT = 4;
    static final int ELEMENT_EXPIRATION = 5;
    static final int ELEMENT_PAD = 8;
    static final int ELEMENT_COMMENTS = 6;
    static final int ELEMENT_EXPRESSION = 7;
    static final int ELEMENT_KEY_END = 10;
    static final int INTERVAL_END = 1;

    static final int LIST_ITEM = 1;
    static final int EXPRESSION_NAME = 1;
    static final int EXPRESSION_DATA = 2;
    static final int DATA_VALUE = 1;
    static final int DATA_VERDICT = 2;
    static final int VERDICT_CODE = 1;
    static final int VERDICT_CHAIN = 2;

    static final int JUMP = -3;
    static final int GOTO = -4;
    static final int RETURN = -5;
    static final int DROP = 0;
    static final int ACCEPT = 1;

    static final int VERDICT_REGISTER = 0;
    static final int REGISTER = 1;

    static final int META_IIFNAME = 6;
    static final int META_OIFNAME = 7;
    static final int META_IIFTYPE = 8;
    static final int META_NFPROTO = 15;
    static final int META_L4PROTO = 16;
    static final int CT_DIRECTION = 1;
    static final int CT_MARK = 3;
    static final int LINK = 0;
    static final int NETWORK = 1;
    static final int TRANSPORT = 2;
    static final int EQUAL = 0;
    static final int UNEQUAL = 1;
    static final int AT_MOST = 3;
    static final int AT_LEAST = 5;

    static final int NFPROTO_IPV4 = 2;
    static final int NFPROTO_IPV6 = 10;
    static final int ETHERNET = 1;
    static final int NAME_BYTES = 16;
    static final int ETHER_BYTES = 6;

    private Codes() {}
}

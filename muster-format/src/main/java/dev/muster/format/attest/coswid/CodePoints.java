package dev.muster.format.attest.coswid;

/** Every number of RFC 9393 that is read or written here (§2.3, §2.7, §2.9, §6.3). */
final class CodePoints {
    /** Tag number "SWID" of a concise-swid-tag (§5). */
    static final long TAG = 1398229316L;

    static final long TAG_ID = 0;
    static final long SOFTWARE_NAME = 1;
    static final long ENTITY = 2;
    static final long EVIDENCE = 3;
    static final long PAYLOAD = 6;
    static final long HASH = 7;
    static final long CORPUS = 8;
    static final long PATCH = 9;
    static final long SUPPLEMENTAL = 11;
    static final long TAG_VERSION = 12;
    static final long SOFTWARE_VERSION = 13;
    static final long VERSION_SCHEME = 14;
    static final long DIRECTORY = 16;
    static final long FILE = 17;
    static final long PROCESS = 18;
    static final long RESOURCE = 19;
    static final long SIZE = 20;
    static final long LOCATION = 23;
    static final long FS_NAME = 24;
    static final long ROOT = 25;
    static final long PATH_ELEMENTS = 26;
    static final long ENTITY_NAME = 31;
    static final long REG_ID = 32;
    static final long ROLE = 33;
    static final long DATE = 35;
    static final long DEVICE_ID = 36;

    private CodePoints() {}
}

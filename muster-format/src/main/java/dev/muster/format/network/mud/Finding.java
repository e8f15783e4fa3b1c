package dev.muster.format.network.mud;

/**
 * Something odd about a MUD file.
 *
 * @param code stable; see {@link Code}
 * @param path JSON pointer to the place
 * @param words for a person, with the value
 */
public record Finding(Code code, String path, String words) {

    /** How much it matters. */
    public enum Weight {
        /** A rule or a member could not be used. */
        UNUSED,
        /** Not what the specifications say, but clear. */
        DEVIATION,
        /** Allowed, and worth knowing. */
        NOTE
    }

    /** Every kind of finding, with its source. */
    public enum Code {
        BYTE_ORDER_MARK(Weight.DEVIATION),
        ROOT_OF_A_DRAFT(Weight.DEVIATION),
        WORD_OF_A_DRAFT(Weight.DEVIATION),
        ACL_INSIDE_MUD(Weight.DEVIATION),
        NAME_WITHOUT_MODULE(Weight.DEVIATION),
        MODULE_NOT_NEEDED(Weight.DEVIATION),
        EMPTY_NOT_AS_NULL(Weight.DEVIATION),
        BOOLEAN_AS_TEXT(Weight.DEVIATION),
        NUMBER_AS_TEXT(Weight.DEVIATION),
        ACL_TYPE_SHORT(Weight.DEVIATION),
        ACL_TYPE_UNKNOWN(Weight.UNUSED),
        ACL_NOT_THERE(Weight.UNUSED),
        ACL_NOT_REFERENCED(Weight.NOTE),
        ACL_NAME_TWICE(Weight.UNUSED),
        ACE_NAME_TWICE(Weight.DEVIATION),
        ACE_WITHOUT_ACTION(Weight.UNUSED),
        ACE_NOT_UNDERSTOOD(Weight.UNUSED),
        ACE_FAMILY_DIFFERS(Weight.UNUSED),
        ACE_PROTOCOL_DIFFERS(Weight.UNUSED),
        ACTIONS_INSIDE_MATCHES(Weight.DEVIATION),
        PROFILE_SINGULAR(Weight.DEVIATION),
        DIRECTION_NOT_TCP(Weight.DEVIATION),
        NOT_ACCEPT(Weight.NOTE),
        WIDE_OPEN(Weight.NOTE),
        ONE_WAY(Weight.NOTE),
        ADDRESS_LITERAL(Weight.NOTE),
        NAME_NOT_A_HOST(Weight.UNUSED),
        NETWORK_NOT_READ(Weight.UNUSED),
        NETWORK_HOST_BITS(Weight.DEVIATION),
        PORT_NOT_READ(Weight.UNUSED),
        URN_NOT_REGISTERED(Weight.NOTE),
        ETHERNET_NOT_ENFORCED(Weight.NOTE),
        INTERFACE_NOT_ENFORCED(Weight.UNUSED),
        MEMBER_MISSING(Weight.DEVIATION),
        MEMBER_UNKNOWN(Weight.DEVIATION),
        MEMBER_NOT_READ(Weight.DEVIATION),
        PORT_AS_NUMBER(Weight.DEVIATION),
        MANUFACTURER_AS_URL(Weight.DEVIATION),
        TIME_NOT_RFC3339(Weight.DEVIATION),
        EXTENSION_UNKNOWN(Weight.NOTE),
        EXTENSION_NOT_DECLARED(Weight.DEVIATION),
        VERSION_UNKNOWN(Weight.DEVIATION),
        URL_NOT_HTTPS(Weight.DEVIATION),
        TIME_WITHOUT_ZONE(Weight.DEVIATION),
        CACHE_VALIDITY_RANGE(Weight.DEVIATION),
        SYSTEMINFO_LONG(Weight.DEVIATION),
        NOT_SUPPORTED(Weight.NOTE),
        NO_POLICY(Weight.NOTE);

        private final Weight weight;

        Code(Weight weight) {
            this.weight = weight;
        }

        public Weight weight() {
            return weight;
        }

        /** As it is printed and kept: lower case with dashes. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return code.word() + " at " + path + ": " + words;
    }
}

package dev.muster.format.network.mud;

import java.util.List;

/**
 * One access control list: the first rule that matches decides (RFC 8519 §4).
 *
 * @param name unique in the file
 * @param type what its rules may match
 */
public record Acl(String name, Type type, List<Ace> aces) {

    public Acl {
        aces = List.copyOf(aces);
    }

    /** The types of RFC 8519; MUD knows the first two, files in the field also the third. */
    public enum Type {
        IPV4("ipv4-acl-type"),
        IPV6("ipv6-acl-type"),
        ETHERNET("ethernet-acl-type"),
        /** {@code mixed-…}: both or all. */
        MIXED("mixed-eth-ipv4-ipv6-acl-type");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}

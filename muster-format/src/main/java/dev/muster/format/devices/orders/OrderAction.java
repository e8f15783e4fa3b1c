package dev.muster.format.devices.orders;

import dev.muster.format.devices.maintenance.Grant;
import java.time.Instant;
import java.util.Arrays;

/** What an order asks for together with what is needed to do it. */
public sealed interface OrderAction {

    OrderKind kind();

    /** The arguments alone, as they stand in an order: a CBOR map, deterministic. */
    default byte[] encodeArgs() {
        return OrderWriter.args(this);
    }

    /**
     * The inverse of {@link #encodeArgs()}.
     *
     * @throws OrderException when the bytes are not the arguments of this kind
     */
    static OrderAction parse(OrderKind kind, byte[] args) {
        return OrderReader.action(kind.code(), args);
    }

    /** Send fresh evidence now. */
    record Attest() implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.ATTEST;
        }
    }

    /**
     * Install an update.
     *
     * @param manifestUrl where the SUIT envelope is: an absolute https URL, or a path on the server that gave the order
     * @param manifestDigest SHA-256 over the envelope's bytes (32 bytes). A hint for finding and caching, never a
     *     reason to trust: the device checks the envelope's signature.
     * @param terms whether the device's user is asked, and what the update is good for
     */
    record Install(String manifestUrl, byte[] manifestDigest, InstallTerms terms) implements OrderAction {
        /** Without terms. */
        public Install(String manifestUrl, byte[] manifestDigest) {
            this(manifestUrl, manifestDigest, InstallTerms.NONE);
        }

        public Install {
            if (manifestUrl.isEmpty() || manifestUrl.length() > Order.MAX_URL_CHARS) {
                throw new IllegalArgumentException("manifest URL: 1 to " + Order.MAX_URL_CHARS + " characters");
            }
            if (manifestDigest.length != Order.DIGEST_BYTES) {
                throw new IllegalArgumentException("manifest digest: " + Order.DIGEST_BYTES + " bytes");
            }
            manifestDigest = manifestDigest.clone();
        }

        @Override
        public byte[] manifestDigest() {
            return manifestDigest.clone();
        }

        @Override
        public OrderKind kind() {
            return OrderKind.INSTALL;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Install that
                    && manifestUrl.equals(that.manifestUrl)
                    && Arrays.equals(manifestDigest, that.manifestDigest)
                    && terms.equals(that.terms);
        }

        @Override
        public int hashCode() {
            return 31 * manifestUrl.hashCode() + Arrays.hashCode(manifestDigest);
        }
    }

    /** Go back to the other slot. The device refuses when the other slot does not hold what its manifest says. */
    record RollBack() implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.ROLL_BACK;
        }
    }

    /**
     * Put a network policy in force, replacing the one before.
     *
     * @param name the policy's name, repeated in the report ({@code normal}, {@code quarantine})
     * @param ruleset an nftables ruleset (UTF-8 text) that creates one table of its own and deletes it first
     */
    record NetworkPolicy(String name, byte[] ruleset) implements OrderAction {
        public NetworkPolicy {
            if (name.isEmpty() || name.length() > Order.MAX_NAME_CHARS) {
                throw new IllegalArgumentException("policy name: 1 to " + Order.MAX_NAME_CHARS + " characters");
            }
            if (ruleset.length > Order.MAX_RULESET_BYTES) {
                throw new IllegalArgumentException("ruleset: at most " + Order.MAX_RULESET_BYTES + " bytes");
            }
            ruleset = ruleset.clone();
        }

        @Override
        public byte[] ruleset() {
            return ruleset.clone();
        }

        @Override
        public OrderKind kind() {
            return OrderKind.NETWORK_POLICY;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NetworkPolicy that
                    && name.equals(that.name)
                    && Arrays.equals(ruleset, that.ruleset);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(ruleset);
        }
    }

    /**
     * Guard the devices behind this gateway, replacing the rules before.
     *
     * @param ruleset the table of a gateway for nftables (UTF-8 text), or the order to take it away
     */
    record GatewayPolicy(byte[] ruleset) implements OrderAction {
        public GatewayPolicy {
            if (ruleset.length > Order.MAX_GATEWAY_BYTES) {
                throw new IllegalArgumentException("a gateway's rules: at most " + Order.MAX_GATEWAY_BYTES + " bytes");
            }
            ruleset = ruleset.clone();
        }

        @Override
        public byte[] ruleset() {
            return ruleset.clone();
        }

        @Override
        public OrderKind kind() {
            return OrderKind.GATEWAY_POLICY;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof GatewayPolicy that && Arrays.equals(ruleset, that.ruleset);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ruleset);
        }
    }

    /** The same with rules that have no room in an answer: what is told is what to fetch, and all of it takes effect or nothing. */
    record GatewayPages(PagedRules rules) implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.GATEWAY_PAGES;
        }
    }

    /** Restart the device's software. */
    record Restart() implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.RESTART;
        }
    }

    /**
     * A session of maintenance on this device may be had, or is over and must be ended. It lets nobody in: that takes a
     * {@link dev.muster.format.devices.maintenance.Grant}.
     *
     * @param session id of the session's record
     * @param ended whether it is over
     * @param until when its window ends; whole seconds on the wire
     * @param endpoint of the vendor that is opened for the window, {@code address:port}; {@link #THROUGH_SERVER} when the
     *     person's calls come by way of the server; empty for work at the device
     */
    record Maintenance(String session, boolean ended, Instant until, String endpoint) implements OrderAction {
        public static final String THROUGH_SERVER = "server";

        public Maintenance {
            if (!Grant.isSession(session)) {
                throw new IllegalArgumentException("not the id of a session");
            }
            if (endpoint.length() > Order.MAX_NAME_CHARS) {
                throw new IllegalArgumentException("endpoint: at most " + Order.MAX_NAME_CHARS + " characters");
            }
        }

        @Override
        public OrderKind kind() {
            return OrderKind.MAINTENANCE;
        }
    }

    /**
     * Destroy all keys and all data of this organisation, keys first, and send a signed
     * {@link dev.muster.format.devices.maintenance.WipeProof}.
     *
     * @param custody id of the custody record that the proof belongs to
     */
    record Wipe(String custody) implements OrderAction {
        public Wipe {
            if (!Grant.isSession(custody)) {
                throw new IllegalArgumentException("not the id of a record");
            }
        }

        @Override
        public OrderKind kind() {
            return OrderKind.WIPE;
        }
    }

    /**
     * Take no grant and no token for local work that was issued until then, and end what was begun with one.
     *
     * @param since whole seconds on the wire; a device keeps the latest it was told
     */
    record LocalEpoch(Instant since) implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.LOCAL_EPOCH;
        }
    }

    /** A kind this version does not know: refuse it with {@code order-kind-unknown}. */
    record Unknown(int code) implements OrderAction {
        @Override
        public OrderKind kind() {
            return OrderKind.UNKNOWN;
        }
    }
}

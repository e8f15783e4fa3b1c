package dev.muster.server.joining.authorities;

import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.ledger.sql.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The authorities of each organisation and their keys, read when they are first asked for. What the ledger names is used; a
 * key file that says otherwise is not.
 */
public final class Authorities {
    /** Another server may have put a generation in force; what it issues is accepted here before that, once announced. */
    private static final long KNOWN_NANOS = Duration.ofSeconds(2).toNanos();

    private record Read(Known known, long at) {}

    private final Database database;
    private final KeyRoom keys;
    private final Map<OrgId, Read> known = new ConcurrentHashMap<>();
    private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();

    public Authorities(Database database, KeyRoom keys) {
        this.database = database;
        this.keys = keys;
    }

    /** What the ledger says; an organisation that does not exist has none. */
    public Known of(OrgId org) {
        long now = System.nanoTime();
        Read read = known.get(org);
        if (read != null && now - read.at() < KNOWN_NANOS) {
            return read.known();
        }
        Known fresh = database.read(tx -> {
            SqlAuthorityStore store = new SqlAuthorityStore(tx, org);
            return new Known(store.authorities(), store.crosses(), store.paused());
        });
        if (!fresh.all().isEmpty()) {
            known.put(org, new Read(fresh, now));
        }
        return fresh;
    }

    /** What was known is known no longer. */
    void changed(OrgId org) {
        known.remove(org);
    }

    /** An authority with its key. @throws IllegalStateException when the key is not there */
    public Issuer issuer(OrgId org, Authority authority) {
        return issuers.computeIfAbsent(authority.fingerprint(), _ -> find(org, authority));
    }

    /** How many keys were read: none by a start. */
    public int keysRead() {
        return issuers.size();
    }

    private Issuer find(OrgId org, Authority authority) {
        List<KeyBackend> places = keys.of(org);
        for (KeyBackend place : places) {
            for (String alias : List.of(alias(org, authority), "device-ca-" + org.value())) {
                Optional<KeyBackend.Entry> entry = place.find(alias)
                        .filter(found -> found.chain().getFirst().equals(authority.certificate()));
                if (entry.isPresent()) {
                    return new Issuer(authority.certificate(), entry.get().privateKey());
                }
            }
        }
        throw new IllegalStateException("the key of "
                + authority.certificate().getSubjectX500Principal().getName() + " is not in "
                + places.stream().map(KeyBackend::name).toList());
    }

    KeyBackend keys(OrgId org) {
        return keys.of(org).getFirst();
    }

    static String alias(OrgId org, Authority authority) {
        return authority.role().word() + "-" + org.value() + "-"
                + authority.fingerprint().substring(0, 16);
    }
}

package dev.muster.agent.names;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** The site's resolvers, and what is believed of what they say. */
public final class Upstream {
    /** Clients ask again after five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Digests of the root's keys of 2017 and 2024 (RFC 7958, IANA's root-anchors.xml). */
    public static final String ROOT = """
        . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
        . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
        """;

    private final Resolver plain;
    private final Resolver validating;
    private final List<Name> local;

    private Upstream(Resolver plain, Resolver validating, List<Name> local) {
        this.plain = plain;
        this.validating = validating;
        this.local = List.copyOf(local);
    }

    /** How an answer is held up. */
    public enum State {
        /** Signed, from the anchor down. */
        SECURE,
        /** The zone is proved to be unsigned. */
        INSECURE,
        /** In a zone that is said to be local: not looked at. */
        LOCAL,
        /** The signatures do not hold, or are missing where they must be. */
        BOGUS
    }

    /** @param reason in words, of a bogus one */
    record Answer(Message message, State state, String reason) {}

    /**
     * Asks these resolvers.
     *
     * @param anchors DS or DNSKEY records in the form of a zone file, such as {@link #ROOT}
     * @param local zones that are not validated and may lead to private addresses
     * @throws IllegalArgumentException when the anchors or zones cannot be read, or there is no resolver
     */
    public static Upstream of(List<InetSocketAddress> resolvers, String anchors, List<String> local) {
        if (resolvers.isEmpty()) {
            throw new IllegalArgumentException("no resolver to ask");
        }
        try {
            List<Name> zones = new ArrayList<>();
            for (String zone : local) {
                zones.add(Name.fromString(zone, Name.root));
            }
            ValidatingResolver validating = new ValidatingResolver(asking(resolvers));
            validating.loadTrustAnchors(new ByteArrayInputStream(anchors.getBytes(StandardCharsets.US_ASCII)));
            return new Upstream(asking(resolvers), validating, zones);
        } catch (IOException e) {
            throw new IllegalArgumentException("an anchor or a zone cannot be read: " + e.getMessage(), e);
        }
    }

    private static Resolver asking(List<InetSocketAddress> resolvers) {
        List<Resolver> all = new ArrayList<>();
        for (InetSocketAddress address : resolvers) {
            SimpleResolver one = new SimpleResolver(address);
            one.setTimeout(PATIENCE);
            all.add(one);
        }
        ExtendedResolver together = new ExtendedResolver(all);
        together.setRetries(1);
        together.setTimeout(PATIENCE);
        return together;
    }

    boolean local(Name name) {
        return local.stream().anyMatch(name::subdomain);
    }

    /** @throws IOException when nobody answers */
    Answer ask(Record question) throws IOException {
        boolean here = local(question.getName());
        Message answer = (here ? plain : validating).send(Message.newQuery(question));
        if (here) {
            return new Answer(answer, State.LOCAL, "");
        }
        Optional<String> reason = reason(answer);
        if (answer.getRcode() == Rcode.SERVFAIL && reason.isPresent()) {
            return new Answer(answer, State.BOGUS, reason.get());
        }
        return new Answer(answer, answer.getHeader().getFlag(Flags.AD) ? State.SECURE : State.INSECURE, "");
    }

    /** The validator's own words travel in a record of a class that no zone has. */
    private static Optional<String> reason(Message answer) {
        return answer.getSection(Section.ADDITIONAL).stream()
                .filter(r -> r.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
                .filter(TXTRecord.class::isInstance)
                .map(r -> String.join("", ((TXTRecord) r).getStrings()))
                .findFirst();
    }

    static boolean internet(Record question) {
        return question.getDClass() == DClass.IN;
    }
}

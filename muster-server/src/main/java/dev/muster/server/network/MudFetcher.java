package dev.muster.server.network;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.network.MudDesk;
import dev.muster.core.network.MudUrl;
import dev.muster.format.network.mud.MudException;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.mud.MudSignature;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.outbound.SafeFetch;
import dev.muster.server.topic.EveryOrg;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gets the descriptions that devices name from their makers: those that are not there, and those whose time is over. A maker
 * that does not answer is asked less and less often; what it did wrong is written down once.
 */
final class MudFetcher implements Runnable {
    /** A round is a minute; the rest comes in the next one. */
    private static final int A_ROUND = 20;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    private static final int REMEMBERED = 10_000;

    private record Failed(String reason, Instant next, Duration pause) {}

    private record Name(OrgId org, String url) {}

    private final Database database;
    private final Ledger ledger;
    private final MakerAuthorities authorities;
    private final SafeFetch fetch;
    private final InstantSource clock;
    private final Map<Name, Failed> failed = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Failed> eldest) {
            return size() > REMEMBERED;
        }
    });

    MudFetcher(Database database, Ledger ledger, MakerAuthorities authorities, SafeFetch fetch, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.authorities = authorities;
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public void run() {
        EveryOrg.each(ledger.orgs(), org -> {
            Instant now = clock.instant();
            for (String url : database.read(tx -> new SqlNetworkStore(tx, org).wanted(now, REMEMBERED)).stream()
                    .filter(url -> due(new Name(org, url), now))
                    .limit(A_ROUND)
                    .toList()) {
                get(org, url);
            }
        });
    }

    private boolean due(Name name, Instant now) {
        Failed last = failed.get(name);
        return last == null || !now.isBefore(last.next());
    }

    /** Fetches, checks and takes one description. */
    MudDesk.Answer get(OrgId org, String url) {
        Optional<String> fault = MudUrl.fault(url);
        if (fault.isPresent()) {
            // Nothing is asked and nothing is on record: there is no place that an entry could be about.
            return new MudDesk.Answer.Refused(Refusing.Kind.INVALID, "url-invalid", fault.get());
        }
        MudDesk.Answer answer;
        try {
            MudDesk.Candidate candidate = candidate(org, url);
            answer = ledger.shell()
                    .run(
                            org,
                            tx -> new SqlNetworkStore(tx, org),
                            store -> once(org, url, MudDesk.take(candidate, store, clock.instant())));
        } catch (Refusal refusal) {
            answer = refused(org, url, refusal.answer);
        } catch (SafeFetch.FetchException e) {
            answer = refused(org, url, new MudDesk.Answer.Refused(e.reason(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            answer = refused(org, url, new MudDesk.Answer.Refused("fetch-failed", String.valueOf(e.getMessage())));
        } catch (MudException e) {
            answer = refused(org, url, new MudDesk.Answer.Refused("malformed", String.valueOf(e.getMessage())));
        }
        remember(new Name(org, url), answer);
        return answer;
    }

    private MudDesk.Candidate candidate(OrgId org, String url) throws IOException, Refusal {
        byte[] bytes = fetch.get(url, "application/mud+json", MudDesk.MAX_FILE_BYTES);
        MudFile file = MudReader.read(bytes);
        byte[] signature;
        try {
            signature = fetch.get(signatureOf(file, url), "application/pkcs7-signature", MudSignature.BYTES_MOST);
        } catch (SafeFetch.FetchException e) {
            throw new Refusal("unsigned", "no signature beside it: " + e.getMessage());
        }
        return switch (MudSignature.verify(bytes, signature, authorities.of(org), Optional.empty(), clock.instant())) {
            case MudSignature.Verdict.Refused no -> throw new Refusal("signature-" + no.reason(), no.detail());
            case MudSignature.Verdict.Verified good ->
                new MudDesk.Candidate(url, bytes, file, signature, Optional.of(signed(good)), MudDesk.FETCHER);
        };
    }

    static MudDesk.Signed signed(MudSignature.Verdict.Verified good) {
        return new MudDesk.Signed(
                good.signer().getSubjectX500Principal().getName(),
                good.signer().getIssuerX500Principal().getName(),
                good.registeredType());
    }

    /** RFC 8520 §13.2 with {@code mud-signature}; without it the file's name with the signature's ending. */
    static String signatureOf(MudFile file, String url) {
        return file.signature()
                .orElseGet(() -> (url.endsWith(".json") ? url.substring(0, url.length() - 5) : url) + ".p7s");
    }

    private MudDesk.Answer refused(OrgId org, String url, MudDesk.Answer.Refused refused) {
        return ledger.shell()
                .run(
                        org,
                        tx -> new SqlNetworkStore(tx, org),
                        store -> once(
                                org, url, Decision.of(refused, MudDesk.refusal(url, "", refused, clock.instant()))));
    }

    /** What was told already is not told again every time. */
    private Decision<MudDesk.Answer> once(OrgId org, String url, Decision<MudDesk.Answer> decision) {
        Failed last = failed.get(new Name(org, url));
        boolean told = last != null
                && decision.answer() instanceof MudDesk.Answer.Refused refused
                && refused.reason().equals(last.reason());
        return told ? Decision.of(decision.answer()) : decision;
    }

    private void remember(Name name, MudDesk.Answer answer) {
        String reason = answer instanceof MudDesk.Answer.Refused refused ? refused.reason() : "";
        Failed last = failed.get(name);
        // What is there and waits, or did not change, is asked again as seldom as what failed.
        if (answer instanceof MudDesk.Answer.InForce) {
            failed.remove(name);
            return;
        }
        Duration pause = last == null ? FIRST_PAUSE : last.pause().multipliedBy(2);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failed.put(name, new Failed(reason, clock.instant().plus(bounded), bounded));
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient MudDesk.Answer.Refused answer;

        Refusal(String reason, String detail) {
            super(detail);
            this.answer = new MudDesk.Answer.Refused(reason, detail);
        }
    }
}

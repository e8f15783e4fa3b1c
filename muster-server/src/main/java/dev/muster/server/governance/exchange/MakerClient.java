package dev.muster.server.governance.exchange;

import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.OperatorDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeException;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.audit.exchange.StatementList;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Problem;
import dev.muster.server.outbound.SafeFetch;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks makers. What a maker's server answers is believed as far as the maker's key signed it for us, now and for the first
 * time; bytes of papers as far as the signed statement has their digest. Each statement is taken or refused by itself.
 */
final class MakerClient {
    /** A manual with pictures. */
    static final int PAPER_BYTES_MOST = 8 * 1024 * 1024;

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Database database;
    private final Ledger ledger;
    private final OperatorDesk desk;
    private final Statements statements;
    private final ExchangeKeys keys;
    private final SafeFetch outside;
    private final InstantSource clock;

    MakerClient(
            Database database,
            Ledger ledger,
            OperatorDesk desk,
            Statements statements,
            ExchangeKeys keys,
            SafeFetch outside,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.desk = desk;
        this.statements = statements;
        this.keys = keys;
        this.outside = outside;
        this.clock = clock;
    }

    /**
     * What one round with a maker came to.
     *
     * @param taken what is new, in words
     * @param known how many statements said what was known
     * @param refused {@code code: detail} of each statement that was not taken
     * @param later how many are left for the next round, because this one took too long
     */
    record Round(List<String> taken, int known, List<String> refused, int later) {}

    /** A maker that answers slowly has others wait for so long and no longer. */
    private static final Duration ROUND_LONGEST = Duration.ofMinutes(2);

    /** Asks for everything that we may have. */
    Round ask(OrgId org, ExchangeStore.Maker maker) {
        byte[] list = send(org, maker, new Content.Everything(), StatementList.MAX_BYTES);
        List<String> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int known = 0;
        List<byte[]> all;
        try {
            all = StatementList.parse(list);
        } catch (ExchangeException e) {
            throw Problem.of(502, "maker-answer", "The maker's answer cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        long end = System.nanoTime() + ROUND_LONGEST.toNanos();
        for (int i = 0; i < all.size(); i++) {
            if (System.nanoTime() > end) {
                return new Round(List.copyOf(taken), known, List.copyOf(refused), all.size() - i);
            }
            byte[] statement = all.get(i);
            switch (take(org, maker, statement)) {
                case OperatorDesk.Arrival.Taken it -> taken.add(it.what());
                case OperatorDesk.Arrival.Known _ -> known++;
                case OperatorDesk.Arrival.Refused no -> refused.add(no.reason() + ": " + no.detail());
            }
        }
        return new Round(List.copyOf(taken), known, List.copyOf(refused), 0);
    }

    /** Takes one statement, whoever brought it. */
    OperatorDesk.Arrival take(OrgId org, ExchangeStore.Maker maker, byte[] bytes) {
        ExchangeStatement statement;
        try {
            PublicKey key = ExchangeProjection.key(maker.key());
            ExchangeStatement.Opened opened = ExchangeStatement.open(bytes, VerificationKey.of(key));
            if (opened.statement().isEmpty()) {
                return no("wrong-signer", "it is not signed by maker " + maker.id() + " (" + opened.reason() + ")");
            }
            statement = opened.statement().get();
        } catch (ExchangeException e) {
            return no("malformed-statement", e.reason() + " at " + e.path());
        }
        Instant now = clock.instant();
        if (!Arrays.equals(statement.to(), keys.thumbprint(org))) {
            return no("not-for-us", "it is a statement to another customer");
        }
        if (now.isAfter(statement.until().plus(SKEW)) || now.plus(SKEW).isBefore(statement.at())) {
            return no("too-late", "it is from " + statement.at() + " until " + statement.until());
        }
        String id = HexFormat.of().formatHex(statement.id());
        if (!database.<Boolean>write(tx -> new SqlExchange(tx, org)
                .first("heard:" + id, statement.until().plus(SKEW).plus(SKEW)))) {
            return no("replayed", "it was taken before");
        }
        Fetched fetched = new Fetched(Optional.empty(), Optional.empty());
        if (statement.content() instanceof Content.Paper paper && isNew(org, maker, paper)) {
            fetched = fetch(org, maker, paper);
        }
        return fetched.fault().isPresent()
                ? fetched.fault().get()
                : decided(org, maker, statement.content(), bytes, fetched.content());
    }

    /** The bytes of a paper, or why it has none. */
    private record Fetched(Optional<byte[]> content, Optional<OperatorDesk.Arrival> fault) {
        static Fetched not(String reason, String detail) {
            return new Fetched(Optional.empty(), Optional.of(no(reason, detail)));
        }
    }

    /** Bytes are kept with the entry that names them, or not at all. */
    private OperatorDesk.Arrival decided(
            OrgId org, ExchangeStore.Maker maker, Content said, byte[] statement, Optional<byte[]> content) {
        return ledger.shell().<SqlExchange, OperatorDesk.Arrival>run(org, tx -> new SqlExchange(tx, org), store -> {
            Decision<OperatorDesk.Arrival> decision = desk.take(maker, said, statement, store, clock.instant());
            if (decision.answer() instanceof OperatorDesk.Arrival.Taken) {
                content.ifPresent(paper -> store.keep(HexFormat.of().formatHex(Sha256.of(paper)), paper));
            }
            return decision;
        });
    }

    private boolean isNew(OrgId org, ExchangeStore.Maker maker, Content.Paper paper) {
        return database.<Optional<ExchangeStore.Received>>read(
                        tx -> new SqlExchange(tx, org).received(maker.id(), paper.item()))
                .filter(known -> known.paper().sequence() >= paper.sequence())
                .isEmpty();
    }

    private Fetched fetch(OrgId org, ExchangeStore.Maker maker, Content.Paper paper) {
        if (paper.size() > PAPER_BYTES_MOST) {
            return Fetched.not("paper-large", paper.item() + " has " + paper.size() + " bytes");
        }
        byte[] content = send(org, maker, new Content.Bytes(paper.item()), PAPER_BYTES_MOST);
        if (content.length != paper.size() || !Arrays.equals(Sha256.of(content), paper.digest())) {
            return Fetched.not("paper-altered", "the bytes of " + paper.item() + " are not those that were signed");
        }
        return new Fetched(Optional.of(content), Optional.empty());
    }

    private static OperatorDesk.Arrival no(String reason, String detail) {
        return new OperatorDesk.Arrival.Refused(dev.muster.core.ledger.Refusing.Kind.UNACCEPTABLE, reason, detail);
    }

    /** Signs, sends, and gives what was answered; a maker that refuses is told with its own words. */
    byte[] send(OrgId org, ExchangeStore.Maker maker, Content content, int most) {
        return send(maker, statements.to(org, maker.key(), content), most);
    }

    byte[] sign(OrgId org, ExchangeStore.Maker maker, Content content) {
        return statements.to(org, maker.key(), content);
    }

    byte[] send(ExchangeStore.Maker maker, byte[] statement, int most) {
        try {
            SafeFetch.Answer answer = outside.post(
                    maker.url(),
                    Map.of("Content-Type", ExchangeStatement.MEDIA_TYPE, "Accept", "*/*"),
                    statement,
                    most);
            if (answer.status() / 100 == 2) {
                return answer.bytes();
            }
            throw Problem.of(
                            502,
                            "maker-refused",
                            "Maker " + maker.id() + " answers " + answer.status() + ".",
                            Told.code(answer.bytes()))
                    .refuse();
        } catch (IOException e) {
            throw Problem.of(502, "maker-unreachable", "Maker " + maker.id() + " cannot be asked.", "" + e.getMessage())
                    .refuse();
        }
    }
}

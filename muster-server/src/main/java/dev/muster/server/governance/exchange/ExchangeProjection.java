package dev.muster.server.governance.exchange;

import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.security.PublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/** Folds what the exchange wrote into its registers. */
public final class ExchangeProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ExchangeEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((ExchangeEvent) event) {
            case ExchangeEvent.CustomerNamed named -> customer(tx, org, id, named);
            case ExchangeEvent.CustomerEnded _ ->
                tx.update("delete from exchange_customer where org = ? and id = ?", org, id);
            case ExchangeEvent.MakerNamed named ->
                tx.update(
                        "insert into exchange_maker (org, id, url, public_key) values (?, ?, ?, ?) on conflict (org,"
                                + " id) do update set url = excluded.url, public_key = excluded.public_key",
                        org,
                        id,
                        named.url(),
                        named.key());
            case ExchangeEvent.MakerEnded _ ->
                tx.update("delete from exchange_maker where org = ? and id = ?", org, id);
            case ExchangeEvent.PaperPublished paper -> published(tx, org, id, paper, entry.index());
            case ExchangeEvent.LetterReceived letter ->
                tx.update(
                        "insert into exchange_letter (org, customer, thread, record, entry) values (?, ?, ?, ?, ?)"
                                + " on conflict (org, customer, thread) do nothing",
                        org,
                        id,
                        letter.thread(),
                        letter.record(),
                        entry.index());
            case ExchangeEvent.PaperReceived received -> received(tx, org, id, received, entry.effectiveAt());
            case ExchangeEvent.PaperRecalled recalled -> recalled(tx, org, id, recalled);
            case ExchangeEvent.GapsCompared _ -> SqlExchange.compared(tx, entry.org(), id, entry.index());
            case ExchangeEvent.PaperRefused _, ExchangeEvent.LetterSent _, ExchangeEvent.AnswerReceived _ -> {
                // Told by the records that moved with them; no register depends on these.
            }
        }
    }

    private static void customer(Tx tx, String org, String id, ExchangeEvent.CustomerNamed named) {
        tx.update(
                "insert into exchange_customer (org, id, name, thumbprint, public_key, products, until_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, id) do update set name ="
                        + " excluded.name, thumbprint = excluded.thumbprint, public_key = excluded.public_key,"
                        + " products = excluded.products, until_at = excluded.until_at",
                org,
                id,
                named.name(),
                thumbprint(named.key()),
                named.key(),
                String.join(" ", named.products()),
                named.until());
    }

    private static void published(Tx tx, String org, String id, ExchangeEvent.PaperPublished paper, long entry) {
        tx.update(
                "insert into exchange_published (org, document, media_type, digest, size, entry) values (?, ?, ?,"
                        + " ?, ?, ?) on conflict (org, document) do update set media_type = excluded.media_type,"
                        + " digest = excluded.digest, size = excluded.size, entry = excluded.entry",
                org,
                id,
                paper.mediaType(),
                paper.digest(),
                paper.size(),
                entry);
    }

    private static void recalled(Tx tx, String org, String maker, ExchangeEvent.PaperRecalled recalled) {
        Content.Withdrawal withdrawal = (Content.Withdrawal) said(recalled.statement());
        tx.update(
                "update exchange_received set withdrawn = ?, sequence = ? where org = ? and maker = ? and item = ?",
                withdrawal.reason(),
                withdrawal.sequence(),
                org,
                maker,
                recalled.item());
    }

    private static void received(Tx tx, String org, String maker, ExchangeEvent.PaperReceived received, Instant at) {
        Content.Paper paper = (Content.Paper) said(received.statement());
        tx.update(
                "insert into exchange_received (org, maker, item, sequence, topic, product, title, version, audience,"
                        + " media_type, digest, size, record, received_at, withdrawn) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, '') on conflict (org, maker, item) do update set sequence = excluded.sequence,"
                        + " topic = excluded.topic, product = excluded.product, title = excluded.title, version ="
                        + " excluded.version, audience = excluded.audience, media_type = excluded.media_type, digest ="
                        + " excluded.digest, size = excluded.size, record = excluded.record, received_at ="
                        + " excluded.received_at, withdrawn = ''",
                org,
                maker,
                paper.item(),
                paper.sequence(),
                paper.topic(),
                paper.product(),
                paper.title(),
                paper.version(),
                paper.audience(),
                paper.mediaType(),
                paper.digest(),
                paper.size(),
                received.record(),
                at);
    }

    /** It was verified before it became an entry, with a key that may be another one by now. */
    private static Content said(byte[] statement) {
        return ExchangeStatement.believed(statement).content();
    }

    static String thumbprint(byte[] spki) {
        return HexFormat.of().formatHex(CoseKey.of(key(spki)).thumbprint());
    }

    /** @throws IllegalArgumentException when these bytes are no public key that signs */
    static PublicKey key(byte[] spki) {
        try {
            PublicKey key = Keys.publicKey(spki);
            VerificationKey.of(key);
            return key;
        } catch (CryptoException e) {
            throw new IllegalArgumentException("no public key that signs: " + e.getMessage(), e);
        }
    }
}

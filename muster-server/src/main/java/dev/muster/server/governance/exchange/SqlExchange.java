package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.exchange.Content;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.governance.SqlWorkflows;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the exchange keeps of one organisation, in one transaction. */
final class SqlExchange implements ExchangeStore {
    /** Papers and letters of one answer: a maker's products have fewer. */
    private static final int MOST = 450;

    private static final String RECEIVED = "select maker, item, sequence, topic, product, title, version, audience,"
            + " media_type, digest, size, record, received_at, withdrawn from exchange_received where org = ?";
    private static final String PUBLISHED =
            "select document, media_type, digest, size, entry from exchange_published where org = ?";

    private final Tx tx;
    private final OrgId org;
    private final SqlWorkflows records;

    SqlExchange(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
        this.records = new SqlWorkflows(tx, org);
    }

    @Override
    public Optional<Instance> find(String machine, String id) {
        return records.find(machine, id);
    }

    @Override
    public Set<String> roles(String person, Instant now) {
        return records.roles(person, now);
    }

    @Override
    public Optional<Map.Entry<String, Instant>> fact(Subject subject, String key) {
        return records.fact(subject, key);
    }

    @Override
    public Optional<String> verdict(String device, String requirement) {
        return records.verdict(device, requirement);
    }

    @Override
    public long spent(String line) {
        return records.spent(line);
    }

    /** Keeps where in the ledger an acquisition was compared with its offers last. */
    static void compared(Tx tx, OrgId org, String acquisition, long entry) {
        tx.update(
                "insert into governance_gaps (org, acquisition, entry) values (?, ?, ?) on conflict (org, acquisition)"
                        + " do update set entry = excluded.entry",
                org.value(),
                acquisition,
                entry);
    }

    /** The entry that holds the last comparison. */
    Optional<Long> compared(String acquisition) {
        return tx.one(
                "select entry from governance_gaps where org = ? and acquisition = ?",
                row -> row.number("entry"),
                org.value(),
                acquisition);
    }

    @Override
    public boolean knows(Subject subject) {
        return records.knows(subject);
    }

    @Override
    public Optional<Customer> customer(String id) {
        return tx.one(
                "select id, name, public_key, products, until_at from exchange_customer where org = ? and id = ?",
                SqlExchange::customer,
                org.value(),
                id);
    }

    /** Who has this key; the thumbprint in hexadecimal. */
    Optional<Customer> customerOf(String thumbprint) {
        return tx
                .query(
                        "select id, name, public_key, products, until_at from exchange_customer where org = ? and"
                                + " thumbprint = ? order by until_at desc limit 1",
                        SqlExchange::customer,
                        org.value(),
                        thumbprint)
                .stream()
                .findFirst();
    }

    List<Customer> customers() {
        return tx.query(
                "select id, name, public_key, products, until_at from exchange_customer where org = ? order by id"
                        + " limit 1000",
                SqlExchange::customer,
                org.value());
    }

    private static Customer customer(Row row) {
        String products = row.text("products");
        return new Customer(
                row.text("id"),
                row.text("name"),
                row.bytes("public_key"),
                products.isEmpty() ? List.of() : Arrays.asList(products.split(" ", -1)),
                row.instant("until_at"));
    }

    @Override
    public Optional<Maker> maker(String id) {
        return tx.one(
                "select id, url, public_key from exchange_maker where org = ? and id = ?",
                SqlExchange::maker,
                org.value(),
                id);
    }

    List<Maker> makers() {
        return tx.query(
                "select id, url, public_key from exchange_maker where org = ? order by id limit 1000",
                SqlExchange::maker,
                org.value());
    }

    private static Maker maker(Row row) {
        return new Maker(row.text("id"), row.text("url"), row.bytes("public_key"));
    }

    @Override
    public List<Published> published() {
        return tx.query(PUBLISHED + " order by entry desc limit " + MOST, this::published, org.value()).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<Published> published(String document) {
        return tx.one(PUBLISHED + " and document = ?", this::published, org.value(), document)
                .flatMap(found -> found);
    }

    private Optional<Published> published(Row row) {
        String mediaType = row.text("media_type");
        String digest = row.text("digest");
        long size = row.number("size");
        long entry = row.number("entry");
        return records.find("document", row.text("document"))
                .map(record -> new Published(record, mediaType, digest, size, entry));
    }

    @Override
    public Optional<Received> received(String maker, String item) {
        return tx.one(RECEIVED + " and maker = ? and item = ?", SqlExchange::received, org.value(), maker, item);
    }

    /** All of one maker, or of every maker when it is empty; the newest first. */
    List<Received> received(String maker) {
        return maker.isEmpty()
                ? tx.query(RECEIVED + " order by received_at desc limit 1000", SqlExchange::received, org.value())
                : tx.query(
                        RECEIVED + " and maker = ? order by received_at desc limit 1000",
                        SqlExchange::received,
                        org.value(),
                        maker);
    }

    private static Received received(Row row) {
        return new Received(
                row.text("maker"),
                new Content.Paper(
                        row.text("item"),
                        row.number("sequence"),
                        row.text("topic"),
                        row.text("product"),
                        row.text("title"),
                        row.text("version"),
                        row.text("audience"),
                        row.text("media_type"),
                        row.bytes("digest"),
                        row.number("size")),
                row.text("record"),
                row.instant("received_at"),
                row.text("withdrawn"));
    }

    @Override
    public List<LetterRow> letters(String customer) {
        return tx.query(
                "select thread, record from exchange_letter where org = ? and customer = ? order by entry desc limit "
                        + MOST,
                row -> new LetterRow(row.text("thread"), row.text("record")),
                org.value(),
                customer);
    }

    List<Instance> documents(String topic, String product) {
        return Stream.of("approved", "distributed")
                .flatMap(state -> records.standing("document", state).stream())
                .filter(document -> topic.equals(document.fields().get("topic"))
                        && product.equals(document.fields().get("product")))
                .toList();
    }

    Optional<byte[]> bytes(String digest) {
        return tx.one(
                "select content from exchange_bytes where org = ? and digest = ?",
                row -> row.bytes("content"),
                org.value(),
                digest);
    }

    /** Keeps bytes under their digest; the same bytes are kept once. */
    void keep(String digest, byte[] content) {
        tx.update(
                "insert into exchange_bytes (org, digest, content) values (?, ?, ?) on conflict (org, digest) do"
                        + " nothing",
                org.value(),
                digest,
                content);
    }

    /** Whether a statement comes for the first time; from now on it does not. */
    boolean first(String id, Instant until) {
        return tx.update(
                        "insert into exchange_seen (org, id, until_at) values (?, ?, ?) on conflict (org, id) do"
                                + " nothing",
                        org.value(),
                        id,
                        until)
                > 0;
    }

    static void forget(Tx tx, Instant before) {
        tx.update("delete from exchange_seen where until_at < ?", before);
    }
}

package dev.muster.ledger;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.format.cose.CoseKey;
import dev.muster.ledger.sequence.Appender;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.FollowerStatus;
import dev.muster.ledger.sequence.Followers;
import dev.muster.ledger.sequence.Lease;
import dev.muster.ledger.sequence.LedgerInUseException;
import dev.muster.ledger.sequence.LedgerLock;
import dev.muster.ledger.sequence.ProjectionTable;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.tree.FileTileStore;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import dev.muster.ledger.tree.LogTrees;
import dev.muster.ledger.tree.SqlTileStore;
import dev.muster.ledger.tree.TileStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The ledger of all organisations of this server: the {@link Shell} that writes, the questions about entries, the proofs
 * and signed heads. The rows are the truth; trees follow each commit and are rebuilt from rows when they are behind.
 */
public final class Ledger implements AutoCloseable {
    /** The scripts of {@code db/ledger}, in order. */
    public static final List<String> SCRIPTS =
            List.of("001-ledger", "002-witness", "003-heads", "004-indexes", "005-witnessed-forks", "006-actor");

    private final LedgerSettings settings;
    private final LogIdentities identities;
    private final LedgerLock lock;
    private final Lease lease;
    private final LogTrees trees;
    private final Heads heads;
    private final Followers followers;
    private final HeadPublisher publisher;
    private final ProjectionTable projections;
    private final Shell shell;

    private Ledger(LedgerSettings settings) {
        this.settings = settings;
        this.identities = new LogIdentities(settings);
        Database database = settings.database();
        this.lock = LedgerLock.take(settings.directory());
        this.heads = new Heads(log -> identity(log.org()).signer(log.name()), new SeenHeads(database));
        this.lease = new Lease(lock.serverId(), settings.clock(), heads::doubtAll);
        this.trees = new LogTrees(database, this::store);
        this.followers = new Followers(database, this::writesHere);
        this.publisher = new HeadPublisher(trees, heads, this::beat);
        this.projections = new ProjectionTable(settings.projections());
        this.shell = new Shell(this::write, this::committed, settings.quotas());
    }

    /**
     * Opens the ledger and starts its sequencer.
     *
     * @throws LedgerInUseException when another process uses the directory
     */
    public static Ledger open(LedgerSettings settings) {
        Ledger ledger = new Ledger(settings);
        ledger.publisher.start();
        ledger.shell.start();
        return ledger;
    }

    /** Where desks are run. */
    public Shell shell() {
        return shell;
    }

    /** Begins the logs of an organisation: its first entries and first policy. Does nothing when they have begun. */
    public void create(OrgId org) {
        shell.submit(appender -> {
            appender.begin(org);
            return true;
        });
    }

    /** Starts a follower; its name must be new. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** How followers stand in an organisation, by name. */
    public List<FollowerStatus> followers(OrgId org) {
        return followers.status(org);
    }

    /** Every organisation whose logs have begun. */
    public List<OrgId> orgs() {
        return settings.database()
                .read(tx -> tx.query(
                        "select org from ledger_log where log = 'record' order by org",
                        row -> new OrgId(row.text("org"))));
    }

    /** Whether the logs of this organisation have begun. */
    public boolean exists(OrgId org) {
        return trees.size(LogId.record(org)) > 0;
    }

    /** Durable leaves of a log. */
    public long size(LogId log) {
        return trees.size(log);
    }

    /** The entry with this index. */
    public Optional<Entry> entry(OrgId org, long index) {
        return entries(org, entries -> entries.at(index));
    }

    /** The entries that the query asks for. */
    public List<Entry> entries(OrgId org, EntryQuery query) {
        return entries(org, entries -> entries.find(query));
    }

    /** The newest entry that the query allows. */
    public Optional<Entry> newest(OrgId org, EntryQuery query) {
        return entries(org, entries -> entries.newest(query));
    }

    /** Several questions over one snapshot. */
    public <T> T entries(OrgId org, Function<Entries, T> questions) {
        return settings.database().read(tx -> questions.apply(new Entries(tx, org)));
    }

    /** What an entry says; empty when its body is erased or its type unknown here. */
    public Optional<Event> event(Entry entry) {
        return settings.codec().event(entry);
    }

    /** A signed head over everything that is durable. @throws ForkedLogException when a larger or different one was seen */
    public SignedNote checkpoint(LogId log) {
        return heads.sign(current(log));
    }

    /** The same over the first so many leaves: what the log was then. */
    public SignedNote checkpoint(LogId log, long size) {
        return heads.sign(current(log), size);
    }

    /** The head that lies with the tiles for others to read. */
    public Optional<byte[]> published(LogId log) {
        return trees.tree(log).store().checkpoint();
    }

    /** Publishes the head as it is now instead of within the next second. */
    public SignedNote publish(LogId log) {
        return heads.publish(current(log));
    }

    /** The head published last, at most a second behind: for everybody who asks often. */
    public SignedNote newest(LogId log) {
        return heads.newest(log, this::current);
    }

    /** @throws IndexOutOfBoundsException unless {@code 0 <= index < size} and the log is that long */
    public InclusionProof inclusion(LogId log, long index, long size) {
        return current(log).inclusion(index, size);
    }

    /** @throws IndexOutOfBoundsException unless {@code 0 <= oldSize <= newSize} and the log is that long */
    public ConsistencyProof consistency(LogId log, long oldSize, long newSize) {
        return current(log).consistency(oldSize, newSize);
    }

    /** A tile of {@code 32 * width} bytes. @throws IndexOutOfBoundsException when it is beyond the log */
    public byte[] tile(LogId log, TileId tile) {
        return current(log).tile(tile);
    }

    /** The key that verifies checkpoints of this log. */
    public NoteKey noteKey(LogId log) {
        return identity(log.org()).signer(log.name()).key();
    }

    /** The key that verifies receipts of this organisation. */
    public CoseKey receiptKey(OrgId org) {
        return identity(org).receiptKey();
    }

    public LedgerSettings settings() {
        return settings;
    }

    /** Somebody showed a head that may contradict these logs: look again before the next entry. */
    public void doubt(OrgId org) {
        heads.doubt(org);
    }

    /** @throws ForkedLogException when somebody has seen more than these logs hold, or something else */
    public void requireWhole(OrgId org) {
        heads.require(org, this::current);
    }

    /** The tree of a log with everything that is durable now. */
    public LogTree current(LogId log) {
        return grown(log, trees.size(log));
    }

    /** The tree of a log with at least {@code size} leaves, without asking the rows when it has them. */
    public LogTree grown(LogId log, long size) {
        LogTree tree = trees.tree(log);
        tree.catchUp(size);
        return tree;
    }

    public LogIdentity identity(OrgId org) {
        return identities.of(org);
    }

    private List<Stored> write(Consumer<Appender> work) {
        return settings.database().write(tx -> {
            Appender appender = appender(tx);
            work.accept(appender);
            return appender.finish();
        });
    }

    private Appender appender(Tx tx) {
        return new Appender(
                tx,
                settings.codec(),
                projections,
                settings.clock(),
                settings.random(),
                settings.quotas(),
                lease.require(tx),
                org -> heads.require(org, this::current),
                org -> Genesis.of(identity(org), settings.clock().instant()));
    }

    private void committed(List<Stored> batch) {
        projections.committed(batch);
        trees.committed(batch);
        followers.committed(batch);
    }

    private TileStore store(LogId log) {
        return switch (settings.tiles()) {
            case FILES ->
                new FileTileStore(settings.directory()
                        .resolve("log")
                        .resolve(log.org().value())
                        .resolve(log.name().text()));
            case DATABASE -> new SqlTileStore(settings.database(), log, lease::fence);
        };
    }

    /** Whether this server is the one of several on a database that writes, or could begin to. */
    public boolean writesHere() {
        return settings.database().dialect() == Dialect.SQLITE
                || settings.database().read(lease::free);
    }

    /** Of several servers, the one that writes nothing now keeps its lease, and all see what one of them was shown. */
    private void beat() {
        if (settings.database().dialect() == Dialect.POSTGRESQL) {
            if (lease.fence() > 0) {
                lease.keep(settings.database());
            }
            heads.glance(trees::size);
        }
    }

    /** Finishes what waits, publishes the last heads, keeps the offsets. */
    @Override
    public void close() {
        shell.close();
        followers.close();
        publisher.close();
        lease.leave(settings.database());
        lock.close();
    }
}

package dev.muster.agent.maintenance;

import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.Pass;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.RoleToken;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One session whose person is known: does what they ask, keeps what was done. Ends once. */
final class LocalSession {
    /** What the device is not the same after: it is written down before it is done. */
    private static final Set<LocalOperation> CHANGING = Set.of(
            LocalOperation.RESTART, LocalOperation.ROLL_BACK, LocalOperation.BASELINE, LocalOperation.ERASE_DATA);

    private final Pass pass;
    private final Workbench bench;
    private final LocalFunctions functions;
    private final Drafts drafts;
    private final InstantSource clock;
    private final Instant openedAt;
    private final List<SessionRecord.Step> steps = new ArrayList<>();
    private int dropped;
    private SessionRecord.Ending ending = SessionRecord.Ending.LOST;
    private boolean over;

    /** Keeps what was done so far where a power cut leaves it. */
    interface Drafts {
        void keep(SessionRecord soFar) throws IOException;
    }

    LocalSession(Pass pass, Workbench bench, LocalFunctions functions, Drafts drafts, InstantSource clock) {
        this.pass = pass;
        this.bench = bench;
        this.functions = functions;
        this.drafts = drafts;
        this.clock = clock;
        this.openedAt = clock.instant();
    }

    Pass pass() {
        return pass;
    }

    /** Whether this person's key signed the challenge. */
    static boolean proved(Pass pass, byte[] challenge, byte[] signature) {
        VerificationKey key = pass.personKey().verificationKey();
        return Crypto.standard().verify(key.scheme(), key.key(), challenge, signature);
    }

    /** Does one thing and keeps it, also when it is refused. */
    Reply take(Call call) throws IOException, InterruptedException {
        try {
            PassCheck.requireTimely(pass, clock.instant());
            requireRoom();
            return switch (call) {
                case Call.Do one -> function(one);
                case Call.Tool tool -> tool(tool, granted());
                case Call.Run run -> {
                    granted();
                    Workbench.Ran ran = bench.run(run.arguments());
                    keep(SessionRecord.Kind.RUN, words(run), ran.output(), ran.status());
                    yield Reply.done(ran.status(), ran.output());
                }
                case Call.Put put -> {
                    granted();
                    bench.put(put.path(), put.content());
                    keep(SessionRecord.Kind.PUT, put.path(), put.content(), 0);
                    yield Reply.done();
                }
                case Call.Get get -> {
                    granted();
                    byte[] content = bench.get(get.path());
                    keep(SessionRecord.Kind.GET, get.path(), content, 0);
                    yield Reply.done(0, content);
                }
                case Call.Open _, Call.Present _, Call.Prove _, Call.Close _ ->
                    throw new GrantRefused("order-wrong", "the session is open already");
            };
        } catch (GrantRefused no) {
            refused(call, no);
            return no.reply();
        }
    }

    /** Files and tools take more than a role: somebody has to have agreed to this tool. */
    private Grant granted() throws GrantRefused {
        if (pass instanceof Grant grant) {
            return grant;
        }
        throw new GrantRefused("role-forbidden", "a role opens functions of the device; tools and files take a grant");
    }

    private Reply function(Call.Do one) throws GrantRefused, IOException, InterruptedException {
        if (!pass.role().may(one.operation())) {
            throw new GrantRefused(
                    "role-forbidden",
                    one.operation().word() + " is for role "
                            + one.operation().least().word() + ", not "
                            + pass.role().word());
        }
        // It counts as not ended until it has: one that fails half-way has done something too.
        int at = began(one);
        if (CHANGING.contains(one.operation())) {
            drafts.keep(record());
        }
        try {
            byte[] given = functions.perform(one.operation(), one.argument(), pass.session());
            finished(at, step(SessionRecord.Kind.DID, words(one), given, 0));
            return Reply.done(0, given);
        } catch (LocalRefused no) {
            forget(at);
            throw new GrantRefused(no.code(), String.valueOf(no.getMessage()));
        }
    }

    private static String words(Call.Do one) {
        return (one.operation().word() + " " + one.argument()).strip();
    }

    private Reply tool(Call.Tool tool, Grant grant) throws IOException, GrantRefused {
        if (!Arrays.equals(Sha256.of(tool.bytes()), grant.toolDigest())) {
            throw new GrantRefused(
                    "tool-unapproved", "this is not the tool " + grant.tool() + " that the grant names by its digest");
        }
        bench.tool(tool.bytes());
        return Reply.done();
    }

    private static String words(Call.Run run) {
        return String.join(" ", run.arguments());
    }

    private synchronized void requireRoom() throws GrantRefused {
        if (over) {
            throw new GrantRefused("session-ended", "the session is over");
        }
        if (steps.size() >= SessionRecord.MAX_STEPS) {
            dropped++;
            throw new GrantRefused("steps-too-many", "a session has up to " + SessionRecord.MAX_STEPS + " steps");
        }
    }

    private synchronized void keep(SessionRecord.Kind kind, String what, byte[] of, int status) {
        steps.add(step(kind, what, of, status));
    }

    private SessionRecord.Step step(SessionRecord.Kind kind, String what, byte[] of, int status) {
        return new SessionRecord.Step(clock.instant(), kind, what, Sha256.of(of), of.length, status);
    }

    private synchronized int began(Call.Do one) {
        keep(SessionRecord.Kind.DID, words(one), new byte[0], SessionRecord.NOT_ENDED);
        return steps.size() - 1;
    }

    private synchronized void finished(int at, SessionRecord.Step step) {
        steps.set(at, step);
    }

    private synchronized void forget(int at) {
        steps.remove(at);
    }

    private void refused(Call call, GrantRefused no) {
        synchronized (this) {
            if (steps.size() >= SessionRecord.MAX_STEPS) {
                return;
            }
        }
        String what = no.reply().code() + " "
                + switch (call) {
                    case Call.Run run -> words(run);
                    case Call.Put put -> put.path();
                    case Call.Get get -> get.path();
                    case Call.Do one -> words(one);
                    default -> "";
                };
        byte[] of = call instanceof Call.Tool tool
                ? tool.bytes()
                : call instanceof Call.Put put ? put.content() : new byte[0];
        keep(SessionRecord.Kind.REFUSED, what.strip(), of, 0);
    }

    /** Ends it; the first reason counts. Whatever runs is killed. */
    void end(SessionRecord.Ending why) throws IOException {
        synchronized (this) {
            if (!over) {
                over = true;
                ending = why;
            }
        }
        bench.close();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** What the device says of it. */
    synchronized SessionRecord record() {
        return new SessionRecord(
                pass.session(),
                pass.device(),
                pass.person(),
                openedAt,
                clock.instant(),
                ending,
                steps,
                dropped,
                pass instanceof RoleToken token ? Optional.of(token.role()) : Optional.empty());
    }
}

package dev.muster.agent.maintenance;

import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One session whose person is known: does what they ask, keeps what was done. Ends once. */
final class LocalSession {
    private final Grant grant;
    private final Workbench bench;
    private final InstantSource clock;
    private final Instant openedAt;
    private final List<SessionRecord.Step> steps = new ArrayList<>();
    private int dropped;
    private SessionRecord.Ending ending = SessionRecord.Ending.LOST;
    private boolean over;

    LocalSession(Grant grant, Workbench bench, InstantSource clock) {
        this.grant = grant;
        this.bench = bench;
        this.clock = clock;
        this.openedAt = clock.instant();
    }

    Grant grant() {
        return grant;
    }

    /** Whether this person's key signed the challenge. */
    static boolean proved(Grant grant, byte[] challenge, byte[] signature) {
        VerificationKey key = grant.personKey().verificationKey();
        return Crypto.standard().verify(key.scheme(), key.key(), challenge, signature);
    }

    /** Does one thing and keeps it, also when it is refused. */
    Reply take(Call call) throws IOException, InterruptedException {
        try {
            GrantCheck.requireTimely(grant, clock.instant());
            requireRoom();
            return switch (call) {
                case Call.Tool tool -> tool(tool);
                case Call.Run run -> {
                    Workbench.Ran ran = bench.run(run.arguments());
                    keep(SessionRecord.Kind.RUN, words(run), ran.output(), ran.status());
                    yield Reply.done(ran.status(), ran.output());
                }
                case Call.Put put -> {
                    bench.put(put.path(), put.content());
                    keep(SessionRecord.Kind.PUT, put.path(), put.content(), 0);
                    yield Reply.done();
                }
                case Call.Get get -> {
                    byte[] content = bench.get(get.path());
                    keep(SessionRecord.Kind.GET, get.path(), content, 0);
                    yield Reply.done(0, content);
                }
                case Call.Open _, Call.Prove _, Call.Close _ ->
                    throw new GrantRefused("order-wrong", "the session is open already");
            };
        } catch (GrantRefused no) {
            refused(call, no);
            return no.reply();
        }
    }

    private Reply tool(Call.Tool tool) throws IOException, GrantRefused {
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
        steps.add(new SessionRecord.Step(clock.instant(), kind, what, Sha256.of(of), of.length, status));
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
                grant.session(), grant.device(), grant.person(), openedAt, clock.instant(), ending, steps, dropped);
    }
}

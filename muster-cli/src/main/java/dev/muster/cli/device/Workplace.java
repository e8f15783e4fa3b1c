package dev.muster.cli.device;

import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Reply;
import java.io.IOException;

/** A way to a device's agent for one session: one call after the other. */
public interface Workplace extends AutoCloseable {
    /** @throws java.io.EOFException when the agent has ended the session */
    Reply ask(Call call) throws IOException;

    /** Presents the grant and proves the person's key. */
    default Reply open(byte[] grant, CoseSigner person) throws IOException {
        Reply challenge = ask(new Call.Open(grant));
        return challenge.isDone()
                ? ask(new Call.Prove(person.sign(Call.challenge(grant, challenge.bytes()))))
                : challenge;
    }

    /** Presents the token of a role and proves the person's key. */
    default Reply present(byte[] token, CoseSigner person) throws IOException {
        Reply challenge = ask(new Call.Present(token));
        return challenge.isDone()
                ? ask(new Call.Prove(person.sign(Call.challenge(token, challenge.bytes()))))
                : challenge;
    }

    @Override
    void close() throws IOException;
}

package dev.muster.format.attest.tpm.command;

import dev.muster.format.attest.tpm.TpmWriter;
import java.util.List;

/**
 * One command (part 1 §18): header, handles, authorisations, parameters.
 *
 * @param authorizations one for each handle that needs one, in their order; empty for commands without
 * @param parameters marshalled
 */
public record TpmCommand(
        CommandCode code, List<Integer> handles, List<Authorization> authorizations, byte[] parameters) {
    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int HEADER_BYTES = 10;

    public TpmCommand {
        handles = List.copyOf(handles);
        authorizations = List.copyOf(authorizations);
    }

    /** Whether the answer has authorisations too. */
    boolean hasSessions() {
        return !authorizations.isEmpty();
    }

    public byte[] encode() {
        TpmWriter body = new TpmWriter();
        handles.forEach(body::u32);
        if (hasSessions()) {
            TpmWriter area = new TpmWriter();
            authorizations.forEach(one -> one.write(area));
            byte[] bytes = area.toBytes();
            body.u32(bytes.length).bytes(bytes);
        }
        byte[] rest = body.bytes(parameters).toBytes();
        return new TpmWriter()
                .u16(hasSessions() ? SESSIONS : NO_SESSIONS)
                .u32(HEADER_BYTES + rest.length)
                .u32(code.id())
                .bytes(rest)
                .toBytes();
    }
}

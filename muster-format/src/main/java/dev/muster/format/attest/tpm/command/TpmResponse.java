package dev.muster.format.attest.tpm.command;

import dev.muster.format.attest.tpm.TpmCursor;
import dev.muster.format.attest.tpm.TpmException;

/** What a TPM answered: done, or a code that says why not. */
public sealed interface TpmResponse {
    /** A header. */
    int HEADER_BYTES = 10;

    /** TPM2_MAX_RESPONSE_SIZE of the reference implementation and of the kernel's buffer; NV reads are cut below it. */
    int MAX_BYTES = 4_096;

    /**
     * The command was carried out.
     *
     * @param handle of what was made; 0 for commands that make nothing
     * @param parameters marshalled, to be read in the command's order
     */
    record Done(int handle, byte[] parameters) implements TpmResponse {
        /** The parameters from their first byte. */
        public TpmCursor read() {
            return TpmCursor.of(parameters);
        }
    }

    /** The command was not carried out. */
    record Failed(ResponseCode code) implements TpmResponse {}

    /**
     * Reads the answer to a command.
     *
     * @throws TpmException when the bytes are no answer to it
     */
    static TpmResponse parse(byte[] bytes, TpmCommand command) {
        TpmCursor in = TpmCursor.of(bytes);
        in.u16("tag");
        int size = in.i32("responseSize");
        int code = in.i32("responseCode");
        if (size != bytes.length) {
            throw new TpmException("says that it has " + size + " bytes, and has " + bytes.length, "/responseSize", 2);
        }
        if (code != 0) {
            return new Failed(new ResponseCode(code));
        }
        int handle = command.code().handlesOut() == 1 ? in.i32("handle") : 0;
        int rest = bytes.length - HEADER_BYTES - 4 * command.code().handlesOut();
        int length = command.hasSessions() ? in.i32("parameterSize") : rest;
        if (length < 0 || length > rest) {
            throw new TpmException(length + " bytes of parameters in " + rest, "/parameterSize", HEADER_BYTES);
        }
        return new Done(handle, in.bytes("parameters", length));
    }

    /** The size that a header states, to know how much to read; the header alone is believed for nothing else. */
    static int size(byte[] header) {
        TpmCursor in = TpmCursor.of(header);
        in.u16("tag");
        int size = in.i32("responseSize");
        if (size < HEADER_BYTES || size > MAX_BYTES) {
            throw new TpmException("an answer of " + Integer.toUnsignedString(size) + " bytes", "/responseSize", 2);
        }
        return size;
    }
}

package dev.muster.format.attest.tpm.command;

import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmWriter;
import java.util.List;

/** The commands with their parameters (part 3). Each is authorised by an empty password unless it says otherwise. */
public final class TpmCommands {
    private static final byte[] NONE = new byte[0];
    private static final int NULL = 0x0010;
    private static final int ECDSA = 0x0018;
    private static final int HASHCHECK = 0x8024;
    private static final int SU_CLEAR = 0;
    private static final int POLICY_SESSION = 1;
    private static final int CAP_HANDLES = 1;
    private static final List<Authorization> EMPTY = List.of(Authorization.EMPTY_PASSWORD);

    private TpmCommands() {}

    /** Wanted after power on, where no firmware has done it. */
    public static TpmCommand startup() {
        return plain(CommandCode.STARTUP, List.of(), new TpmWriter().u16(SU_CLEAR));
    }

    /** Makes the key that a hierarchy's seed and the template give: the same each time. */
    public static TpmCommand createPrimary(int hierarchy, KeyTemplate template) {
        return new TpmCommand(CommandCode.CREATE_PRIMARY, List.of(hierarchy), EMPTY, creation(template));
    }

    /** Makes a new key below a parent. */
    public static TpmCommand create(int parent, KeyTemplate template) {
        return new TpmCommand(CommandCode.CREATE, List.of(parent), EMPTY, creation(template));
    }

    /** Sensitive part without password or data, template, no outside data, no PCRs. */
    private static byte[] creation(KeyTemplate template) {
        byte[] sensitive = new TpmWriter().sized(NONE).sized(NONE).toBytes();
        return new TpmWriter()
                .sized(sensitive)
                .sized(template.area())
                .sized(NONE)
                .u32(0)
                .toBytes();
    }

    /**
     * @param privateArea content of the TPM2B_PRIVATE
     * @param publicArea content of the TPM2B_PUBLIC
     */
    public static TpmCommand load(int parent, byte[] privateArea, byte[] publicArea) {
        return new TpmCommand(
                CommandCode.LOAD,
                List.of(parent),
                EMPTY,
                new TpmWriter().sized(privateArea).sized(publicArea).toBytes());
    }

    public static TpmCommand readPublic(int object) {
        return plain(CommandCode.READ_PUBLIC, List.of(object), new TpmWriter());
    }

    public static TpmCommand flush(int handle) {
        return plain(CommandCode.FLUSH_CONTEXT, List.of(), new TpmWriter().u32(handle));
    }

    /** Keeps a loaded object under a persistent handle; with the persistent handle as object, forgets it. */
    public static TpmCommand evictControl(int object, int persistent) {
        return new TpmCommand(
                CommandCode.EVICT_CONTROL,
                List.of(Handles.OWNER, object),
                EMPTY,
                new TpmWriter().u32(persistent).toBytes());
    }

    /** Signs a digest with ECDSA. A restricted key refuses: the digest was not made by its TPM. */
    public static TpmCommand sign(int key, TpmHash hash, byte[] digest) {
        TpmWriter parameters = new TpmWriter().sized(digest).u16(ECDSA).u16(hash.id());
        parameters.u16(HASHCHECK).u32(Handles.NULL).sized(NONE);
        return new TpmCommand(CommandCode.SIGN, List.of(key), EMPTY, parameters.toBytes());
    }

    /** @param nonce at most as long as the TPM's largest digest */
    public static TpmCommand quote(int key, byte[] nonce, List<PcrSelection> selection) {
        TpmWriter parameters = new TpmWriter().sized(nonce).u16(NULL);
        PcrSelection.write(selection, parameters);
        return new TpmCommand(CommandCode.QUOTE, List.of(key), EMPTY, parameters.toBytes());
    }

    /** Says that an object is in the TPM that the signing key is in. */
    public static TpmCommand certify(int object, int key, byte[] nonce) {
        return new TpmCommand(
                CommandCode.CERTIFY,
                List.of(object, key),
                List.of(Authorization.EMPTY_PASSWORD, Authorization.EMPTY_PASSWORD),
                new TpmWriter().sized(nonce).u16(NULL).toBytes());
    }

    /**
     * Opens what {@link dev.muster.format.attest.tpm.CredentialProtection} made, if the key behind {@code object} is the one
     * that it was made for, and {@code endorsement} the one that it was made to.
     *
     * @param use of the endorsement key: by password, or by a session in which PolicySecret was done
     */
    public static TpmCommand activateCredential(
            int object, int endorsement, Authorization use, byte[] credential, byte[] secret) {
        return new TpmCommand(
                CommandCode.ACTIVATE_CREDENTIAL,
                List.of(object, endorsement),
                List.of(Authorization.EMPTY_PASSWORD, use),
                new TpmWriter().sized(credential).sized(secret).toBytes());
    }

    /** A policy session, not bound and not salted. */
    public static TpmCommand startPolicySession(byte[] nonce) {
        TpmWriter parameters = new TpmWriter().sized(nonce).sized(NONE);
        parameters.u8(POLICY_SESSION).u16(NULL).u16(TpmHash.SHA256.id());
        return plain(CommandCode.START_AUTH_SESSION, List.of(Handles.NULL, Handles.NULL), parameters);
    }

    /** Shows the (empty) password of a hierarchy to a policy session. */
    public static TpmCommand policySecret(int hierarchy, int session) {
        TpmWriter parameters =
                new TpmWriter().sized(NONE).sized(NONE).sized(NONE).u32(0);
        return new TpmCommand(CommandCode.POLICY_SECRET, List.of(hierarchy, session), EMPTY, parameters.toBytes());
    }

    public static TpmCommand nvReadPublic(int index) {
        return plain(CommandCode.NV_READ_PUBLIC, List.of(index), new TpmWriter());
    }

    /** Reads by the owner's password; certificates of the maker may be read so. */
    public static TpmCommand nvRead(int index, int offset, int length) {
        return new TpmCommand(
                CommandCode.NV_READ,
                List.of(Handles.OWNER, index),
                EMPTY,
                new TpmWriter().u16(length).u16(offset).toBytes());
    }

    public static TpmCommand pcrRead(List<PcrSelection> selection) {
        TpmWriter parameters = new TpmWriter();
        PcrSelection.write(selection, parameters);
        return plain(CommandCode.PCR_READ, List.of(), parameters);
    }

    public static TpmCommand pcrExtend(int pcr, TpmHash hash, byte[] digest) {
        return new TpmCommand(
                CommandCode.PCR_EXTEND,
                List.of(pcr),
                EMPTY,
                new TpmWriter().u32(1).u16(hash.id()).bytes(digest).toBytes());
    }

    /** Handles that are there, from one on: of NV indices, sessions or objects, by the range that it lies in. */
    public static TpmCommand handles(int from, int most) {
        return plain(
                CommandCode.GET_CAPABILITY,
                List.of(),
                new TpmWriter().u32(CAP_HANDLES).u32(from).u32(most));
    }

    public static TpmCommand random(int length) {
        return plain(CommandCode.GET_RANDOM, List.of(), new TpmWriter().u16(length));
    }

    private static TpmCommand plain(CommandCode code, List<Integer> handles, TpmWriter parameters) {
        return new TpmCommand(code, handles, List.of(), parameters.toBytes());
    }
}

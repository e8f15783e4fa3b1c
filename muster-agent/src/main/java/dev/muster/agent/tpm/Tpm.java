package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.PcrValues;
import dev.muster.format.attest.tpm.TpmCursor;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmWriter;
import dev.muster.format.attest.tpm.command.Authorization;
import dev.muster.format.attest.tpm.command.Handles;
import dev.muster.format.attest.tpm.command.KeyTemplate;
import dev.muster.format.attest.tpm.command.ResponseCode;
import dev.muster.format.attest.tpm.command.TpmCommand;
import dev.muster.format.attest.tpm.command.TpmCommands;
import dev.muster.format.attest.tpm.command.TpmResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A TPM with typed commands. One thread at a time: the caller holds {@link #lock()} for what belongs together. */
public final class Tpm implements AutoCloseable {
    /** A TPM that tests itself after the start answers so for some seconds at most. */
    private static final int RETRIES_MAX = 50;

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    /** Every TPM can read so much of NV at a time. */
    private static final int NV_READ_BYTES = 512;

    /** Certificates have some kilobytes; more is no certificate. */
    private static final int NV_BYTES_MAX = 16_384;

    private static final int POLICY_NONCE_BYTES = 16;

    private final TpmTransport transport;
    private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();

    private Tpm(TpmTransport transport) {
        this.transport = transport;
    }

    /**
     * @param where see {@link TpmTransport#open}
     * @throws IOException when there is no TPM
     */
    public static Tpm open(String where) throws IOException {
        Tpm tpm = new Tpm(TpmTransport.open(where));
        if (tpm.transport.wantsStartup()) {
            TpmCommand startup = TpmCommands.startup();
            TpmResponse answer = tpm.answer(startup);
            // Started already is as good.
            if (answer instanceof TpmResponse.Failed failed && !failed.code().isStartup()) {
                tpm.close();
                throw new TpmRefused(startup.code(), failed.code());
            }
            LeftLoaded.flush(tpm);
        }
        return tpm;
    }

    boolean isOfThisMachine() {
        return !transport.wantsStartup();
    }

    /** Held while loaded keys are used. */
    java.util.concurrent.locks.ReentrantLock lock() {
        return lock;
    }

    /** A loaded key; gone when closed. */
    public final class Loaded implements AutoCloseable {
        private final int handle;
        private final TpmPublic key;

        private Loaded(int handle, TpmPublic key) {
            this.handle = handle;
            this.key = key;
        }

        public int handle() {
            return handle;
        }

        public TpmPublic key() {
            return key;
        }

        @Override
        public void close() throws IOException {
            flush(handle);
        }
    }

    /** A key as it is stored outside of the TPM: contents of TPM2B_PRIVATE and TPM2B_PUBLIC. */
    public record Blobs(byte[] privateArea, byte[] publicArea) {}

    /** An attestation with its signature: TPMS_ATTEST and TPMT_SIGNATURE. */
    public record Signed(byte[] attest, byte[] signature) {}

    public Loaded createPrimary(int hierarchy, KeyTemplate template) throws IOException {
        TpmResponse.Done done = run(TpmCommands.createPrimary(hierarchy, template));
        return new Loaded(done.handle(), TpmPublic.parse(done.read().sized("outPublic")));
    }

    public Blobs create(int parent, KeyTemplate template) throws IOException {
        TpmCursor in = run(TpmCommands.create(parent, template)).read();
        return new Blobs(in.sized("outPrivate"), in.sized("outPublic"));
    }

    public Loaded load(int parent, Blobs key) throws IOException {
        TpmResponse.Done done = run(TpmCommands.load(parent, key.privateArea(), key.publicArea()));
        return new Loaded(done.handle(), TpmPublic.parse(key.publicArea()));
    }

    public TpmPublic readPublic(int object) throws IOException {
        return TpmPublic.parse(run(TpmCommands.readPublic(object)).read().sized("outPublic"));
    }

    /** Keeps a loaded key under a persistent handle. */
    public void persist(int object, int persistent) throws IOException {
        run(TpmCommands.evictControl(object, persistent));
    }

    public void flush(int handle) throws IOException {
        run(TpmCommands.flush(handle));
    }

    /** TPMT_SIGNATURE over a digest. */
    public byte[] sign(int key, TpmHash hash, byte[] digest) throws IOException {
        return run(TpmCommands.sign(key, hash, digest)).parameters();
    }

    public Signed quote(int key, byte[] nonce, List<PcrSelection> selection) throws IOException {
        return signed(TpmCommands.quote(key, nonce, selection));
    }

    public Signed certify(int object, int key, byte[] nonce) throws IOException {
        return signed(TpmCommands.certify(object, key, nonce));
    }

    private Signed signed(TpmCommand command) throws IOException {
        byte[] parameters = run(command).parameters();
        byte[] attest = TpmCursor.of(parameters).sized("attest");
        byte[] signature = java.util.Arrays.copyOfRange(parameters, 2 + attest.length, parameters.length);
        return new Signed(attest, signature);
    }

    /**
     * The secret of a credential.
     *
     * @param byPolicy whether only PolicySecret lets the endorsement key be used
     */
    public byte[] activate(int object, int endorsement, boolean byPolicy, byte[] credential, byte[] secret)
            throws IOException {
        Authorization use = Authorization.EMPTY_PASSWORD;
        if (byPolicy) {
            int session = run(TpmCommands.startPolicySession(random(POLICY_NONCE_BYTES)))
                    .handle();
            try {
                run(TpmCommands.policySecret(Handles.ENDORSEMENT, session));
                return activate(object, endorsement, Authorization.policy(session), credential, secret);
            } catch (IOException refused) {
                flush(session);
                throw refused;
            }
        }
        return activate(object, endorsement, use, credential, secret);
    }

    private byte[] activate(int object, int endorsement, Authorization use, byte[] credential, byte[] secret)
            throws IOException {
        return run(TpmCommands.activateCredential(object, endorsement, use, credential, secret))
                .read()
                .sized("certInfo");
    }

    /** Content of an NV index; empty when there is none, or nothing was written to it. */
    public Optional<byte[]> nv(int index) throws IOException {
        int size;
        try {
            TpmCursor area =
                    TpmCursor.of(run(TpmCommands.nvReadPublic(index)).read().sized("nvPublic"));
            area.i32("nvIndex");
            area.u16("nameAlg");
            area.i32("attributes");
            area.sized("authPolicy");
            size = area.u16("dataSize");
        } catch (TpmRefused absent) {
            return Optional.empty();
        }
        if (size > NV_BYTES_MAX) {
            return Optional.empty();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (content.size() < size) {
            int length = Math.min(NV_READ_BYTES, size - content.size());
            content.writeBytes(run(TpmCommands.nvRead(index, content.size(), length))
                    .read()
                    .sized("data"));
        }
        return Optional.of(content.toByteArray());
    }

    /** Handles that are there from one on to the end of its range, at most {@code most}. */
    public List<Integer> handles(int from, int most) throws IOException {
        TpmCursor in = run(TpmCommands.handles(from, most)).read();
        in.u8("moreData");
        in.i32("capability");
        int count = in.i32("count");
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(in.i32("handle"));
        }
        return found;
    }

    /** Values of registers. The TPM answers with as many as fit, so it is asked until all are there, or none comes. */
    public PcrValues pcrs(TpmHash hash, List<Integer> wanted) throws IOException {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        TreeSet<Integer> open = new TreeSet<>(wanted);
        while (!open.isEmpty()) {
            TpmCursor in = run(TpmCommands.pcrRead(List.of(new PcrSelection(hash, open))))
                    .read();
            in.i32("pcrUpdateCounter");
            List<PcrSelection> read = PcrSelection.list(in);
            in.i32("pcrValues/count");
            int before = values.size();
            for (PcrSelection bank : read) {
                for (int pcr : bank.pcrs()) {
                    values.put(pcr, in.sized("pcrValues"));
                    open.remove(pcr);
                }
            }
            if (values.size() == before) {
                throw new IOException("the TPM has no registers " + open + " of " + hash.word());
            }
        }
        Map<TpmHash, SortedMap<Integer, byte[]>> banks = new HashMap<>();
        banks.put(hash, values);
        return new PcrValues(banks);
    }

    public void extend(int pcr, TpmHash hash, byte[] digest) throws IOException {
        run(TpmCommands.pcrExtend(pcr, hash, digest));
    }

    public byte[] random(int length) throws IOException {
        return run(TpmCommands.random(length)).read().sized("randomBytes");
    }

    private TpmResponse.Done run(TpmCommand command) throws IOException {
        return switch (answer(command)) {
            case TpmResponse.Done done -> done;
            case TpmResponse.Failed failed -> throw new TpmRefused(command.code(), failed.code());
        };
    }

    private TpmResponse answer(TpmCommand command) throws IOException {
        for (int attempt = 0; ; attempt++) {
            TpmResponse answer;
            try {
                answer = TpmResponse.parse(transport.exchange(command.encode()), command);
            } catch (dev.muster.format.MalformedException broken) {
                throw new IOException("the TPM's answer cannot be read: " + broken.getMessage(), broken);
            }
            boolean again = answer instanceof TpmResponse.Failed(ResponseCode code) && code.passing();
            if (!again || attempt == RETRIES_MAX) {
                return answer;
            }
            try {
                Thread.sleep(RETRY_PAUSE);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the TPM was busy");
            }
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }

    /** TPM2B_PUBLIC of a key. */
    static byte[] sized(TpmPublic key) {
        return new TpmWriter().sized(key.area()).toBytes();
    }
}

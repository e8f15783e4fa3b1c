package dev.muster.agent;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerRefused;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HexFormat;
import java.util.Optional;

/** Payloads of this device's own server: one is named by its content, and may come as a difference to another. */
record ServerSource(DeviceConnection connection, String org) implements ArtifactSource {

    @Override
    public Transfer open(String uri, long from) throws IOException {
        String path = ArtifactUri.digest(uri).map(this::path).orElse(uri);
        try {
            return transfer(path, from);
        } catch (IOException e) {
            throw Postponed.mayHelp(e) ? new Away(e) : e;
        }
    }

    /** A server that has none, or knows nothing of differences, refuses; then the payload itself is asked for. */
    @Override
    public Optional<Transfer> difference(String uri, SuitDigest base, long from) throws IOException {
        Optional<byte[]> digest = ArtifactUri.digest(uri);
        if (digest.isEmpty() || base.algorithm() != SuitDigest.Algorithm.SHA_256) {
            return Optional.empty();
        }
        String path = path(digest.get()) + "/from/" + HexFormat.of().formatHex(base.value());
        try {
            return Optional.of(transfer(path, from));
        } catch (ServerRefused no) {
            if (no.isTemporary()) {
                throw new Away(no);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw Postponed.mayHelp(e) ? new Away(e) : e;
        }
    }

    private String path(byte[] digest) {
        return "/artifacts/" + org + "/" + HexFormat.of().formatHex(digest);
    }

    private Transfer transfer(String path, long from) throws IOException {
        try {
            DeviceConnection.Download download = connection.download(path, from);
            return new Transfer(new PayloadStream(download.body()), download.from());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away(new InterruptedIOException("interrupted while fetching " + path));
        }
    }
}

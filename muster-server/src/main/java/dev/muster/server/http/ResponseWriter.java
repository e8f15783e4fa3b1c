package dev.muster.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;

/** Puts a {@link Response} on the wire, blocking the thread it runs on. */
final class ResponseWriter {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Request request;
    private final org.eclipse.jetty.server.Response engine;
    private final BooleanSupplier stopping;

    ResponseWriter(Request request, org.eclipse.jetty.server.Response engine, BooleanSupplier stopping) {
        this.request = request;
        this.engine = engine;
        this.stopping = stopping;
    }

    void write(Response response) throws IOException {
        engine.setStatus(response.status());
        SecurityHeaders.ALL.forEach(engine.getHeaders()::put);
        engine.getHeaders().put("x-correlation-id", request.correlationId());
        response.headers().forEach(engine.getHeaders()::put);
        boolean head = request.method().equals("HEAD");
        switch (response.body()) {
            case Response.Bytes(byte[] bytes) -> {
                engine.getHeaders().put("content-length", bytes.length);
                Content.Sink.write(engine, true, ByteBuffer.wrap(head ? new byte[0] : bytes));
            }
            case Response.File(var path) -> {
                try (FileChannel file = FileChannel.open(path)) {
                    writeFile(file, response.status(), head);
                }
            }
            case Response.Events(var writer) -> {
                if (!head) {
                    writer.accept(new Stream());
                }
                Content.Sink.write(engine, true, ByteBuffer.allocate(0));
            }
            case Response.Later _ -> throw new IllegalStateException("an answer that was waited for is not there");
        }
    }

    private void writeFile(FileChannel file, int status, boolean head) throws IOException {
        long size = file.size();
        RangeHeader.Part range = RangeHeader.whole(size);
        engine.getHeaders().put("accept-ranges", "bytes");
        if (status == 200) {
            switch (RangeHeader.parse(request.header("range").orElse(""), size)) {
                case RangeHeader.Ignored() -> {}
                case RangeHeader.Unsatisfiable() -> {
                    engine.setStatus(416);
                    engine.getHeaders().put("content-range", "bytes */" + size);
                    range = new RangeHeader.Part(0, -1);
                }
                case RangeHeader.Part part -> {
                    range = part;
                    engine.setStatus(206);
                    engine.getHeaders().put("content-range", "bytes " + part.first() + "-" + part.last() + "/" + size);
                }
            }
        }
        engine.getHeaders().put("content-length", range.length());
        if (head || range.length() == 0) {
            Content.Sink.write(engine, true, ByteBuffer.allocate(0));
            return;
        }
        copy(file, range);
    }

    private void copy(FileChannel file, RangeHeader.Part range) throws IOException {
        long position = range.first();
        long left = range.length();
        while (left > 0) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, left));
            while (chunk.hasRemaining()) {
                if (file.read(chunk, position + chunk.position()) < 0) {
                    throw new IOException("the file became shorter while it was served");
                }
            }
            chunk.flip();
            position += chunk.remaining();
            left -= chunk.remaining();
            Content.Sink.write(engine, left == 0, chunk);
        }
    }

    private final class Stream implements EventStream {
        @Override
        public boolean send(String id, String event, String data) {
            StringBuilder text = new StringBuilder();
            if (!id.isEmpty()) {
                text.append("id: ").append(id).append('\n');
            }
            text.append("event: ").append(event).append('\n');
            data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
            return put(text.append('\n').toString());
        }

        @Override
        public boolean heartbeat() {
            return put(":\n\n");
        }

        private boolean put(String text) {
            if (stopping.getAsBoolean()) {
                return false;
            }
            try {
                Content.Sink.write(engine, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                return true;
            } catch (IOException e) {
                return false; // the client has gone, which is how every event stream ends
            }
        }
    }
}

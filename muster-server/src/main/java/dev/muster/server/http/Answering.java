package dev.muster.server.http;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;

/** Begins to put a {@link Response} on the wire: status, headers, preconditions and ranges. */
final class Answering {
    private final Exchange exchange;
    private final Holding holding;
    private final Request request;
    private final org.eclipse.jetty.server.Response engine;

    Answering(Exchange exchange, Holding holding, Request request, org.eclipse.jetty.server.Response engine) {
        this.exchange = exchange;
        this.holding = holding;
        this.request = request;
        this.engine = engine;
    }

    void begin(Response response, BooleanSupplier mayListen) throws IOException {
        HttpFields.Mutable headers = engine.getHeaders();
        engine.setStatus(response.status());
        SecurityHeaders.ALL.forEach(headers::put);
        headers.put("x-correlation-id", request.correlationId());
        response.headers().forEach(headers::put);
        boolean head = request.method().equals("HEAD");
        if (Preconditions.hasIt(request, response)) {
            engine.setStatus(304);
            depart(new byte[0]);
            return;
        }
        switch (response.body()) {
            case Response.Bytes(byte[] bytes) -> {
                headers.put("content-length", bytes.length);
                depart(head ? new byte[0] : bytes);
            }
            case Response.File(var path) -> {
                FilePieces file = FilePieces.open(path);
                limit(file, response);
                headers.put("content-length", file.length());
                if (head) {
                    file.close();
                    depart(new byte[0]);
                } else {
                    new Departure(engine, exchange, file).iterate();
                }
            }
            case Response.Spooled(var path, var departed) -> {
                FilePieces file = FilePieces.taken(path, departed);
                headers.put("content-length", file.length());
                if (head) {
                    file.close();
                    depart(new byte[0]);
                } else {
                    new Departure(engine, exchange, file).iterate();
                }
            }
            case Response.Events(var opened) -> events(opened, head, mayListen);
            case Response.Document _ -> throw new IllegalStateException("a document that was not written");
            case Response.Later _ -> throw new IllegalStateException("an answer that was waited for is not there");
        }
    }

    private void depart(byte[] bytes) {
        new Departure(engine, exchange, Departure.of(bytes)).iterate();
    }

    private void limit(FilePieces file, Response response) {
        engine.getHeaders().put("accept-ranges", "bytes");
        if (response.status() != 200 || !Preconditions.continuesIt(request, response)) {
            return;
        }
        long size = file.length();
        switch (RangeHeader.parse(request.header("range").orElse(""), size)) {
            case RangeHeader.Ignored() -> {}
            case RangeHeader.Unsatisfiable() -> {
                engine.setStatus(416);
                engine.getHeaders().put("content-range", "bytes */" + size);
                file.only(new RangeHeader.Part(0, -1));
            }
            case RangeHeader.Part part -> {
                file.only(part);
                engine.setStatus(206);
                engine.getHeaders().put("content-range", "bytes " + part.first() + "-" + part.last() + "/" + size);
            }
        }
    }

    private void events(java.util.function.Consumer<EventStream> opened, boolean head, BooleanSupplier mayListen) {
        EventWriter stream = new EventWriter(
                engine, exchange, mayListen, over -> holding.streams().remove(over));
        holding.streams().add(stream);
        if (head || holding.stopping().getAsBoolean()) {
            stream.end();
        } else {
            opened.accept(stream);
        }
    }
}

package dev.muster.server;

import dev.muster.server.http.Json;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;

/** Someone who talks to a server with a bearer token, trusting the CA in its data directory. */
final class ApiUser implements AutoCloseable {
    private final HttpClient client;
    private final URI console;
    private final String token;

    ApiUser(Path data, URI console, String token) throws Exception {
        this.client = client(data);
        this.console = console;
        this.token = token;
    }

    /** The owner of the machine. */
    static ApiUser local(Path data, MusterServer server) throws Exception {
        return new ApiUser(
                data,
                server.console(),
                Files.readString(data.resolve("operator.token")).strip());
    }

    static HttpClient client(Path data) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(data.resolve("tls-ca.pem"))) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> call(String method, String path, byte[] body) throws Exception {
        return send(
                client,
                HttpRequest.newBuilder(console.resolve(path))
                        .header("authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> call(String method, String path, byte[] body, String contentType) throws Exception {
        return send(
                client,
                HttpRequest.newBuilder(console.resolve(path))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", contentType)
                        .method(method, BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return call("GET", path, new byte[0]);
    }

    HttpResponse<String> post(String path, Map<String, ?> body) throws Exception {
        return call("POST", path, Json.bytes(body));
    }

    /** Makes an operator in an organisation and answers a token of theirs. */
    String newOperator(String org, String name, String role) throws Exception {
        post("/api/v1/" + org + "/operators", Map.of("operator", name, "role", role));
        JsonNode issued = Json.tree(post("/api/v1/" + org + "/tokens", Map.of("operator", name, "days", 1))
                .body()
                .getBytes(StandardCharsets.UTF_8));
        return issued.path("token").asString();
    }

    @Override
    public void close() {
        client.close();
    }
}

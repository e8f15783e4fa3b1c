package dev.muster.server.network;

import dev.muster.core.network.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Where devices reach this server, as addresses: a packet filter must not ask DNS. */
public final class ServerEndpoints implements Supplier<List<Endpoint>> {

    /** Addresses in one policy; a server with more has a load balancer in front, whose address is what counts. */
    private static final int MAX_ADDRESSES = 16;

    private final List<String> names;
    private volatile int port;

    /** @param names DNS names and addresses under which devices know the server */
    public ServerEndpoints(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** The device listener is open on this port. */
    public void opened(int devicePort) {
        this.port = devicePort;
    }

    /** @throws IllegalStateException while the listener is not open; a follower then comes back later */
    @Override
    public List<Endpoint> get() {
        if (port == 0) {
            throw new IllegalStateException("the device listener is not open yet");
        }
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        for (String name : names) {
            try {
                for (InetAddress address : InetAddress.getAllByName(name)) {
                    String literal = address.getHostAddress();
                    // Link-local addresses carry a zone, which is this machine's and not the device's.
                    if (!literal.contains("%") && endpoints.size() < MAX_ADDRESSES) {
                        endpoints.add(new Endpoint(literal, port));
                    }
                }
            } catch (UnknownHostException e) {
                throw new IllegalStateException("the server's name " + name + " has no address", e);
            }
        }
        return List.copyOf(endpoints);
    }
}

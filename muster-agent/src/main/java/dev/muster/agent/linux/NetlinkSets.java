package dev.muster.agent.linux;

import dev.muster.format.network.netlink.Messages;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Peers;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The sets of names over netlink: nothing is started and nothing is read again for a change. */
public final class NetlinkSets implements AddressSets, Closeable {
    private static final int NEW_ELEMENT = 12;
    private static final int DELETE_ELEMENT = 14;
    private static final int TABLE = 1;
    private static final int SET = 2;
    private static final int ELEMENTS = 3;
    private static final int ITEM = 1;
    private static final int KEY = 1;
    private static final int TIMEOUT = 4;
    private static final int VALUE = 1;
    private final Transactions socket;

    private NetlinkSets(Transactions socket) {
        this.socket = socket;
    }

    /** Of this process's network namespace. */
    public static NetlinkSets here() throws IOException {
        return new NetlinkSets(Transactions.open());
    }

    /** Of another network namespace, such as {@code /proc/123/ns/net}. */
    public static NetlinkSets of(Path namespace) throws IOException {
        return new NetlinkSets(Transactions.open(namespace));
    }

    @Override
    public synchronized void put(String table, Peers name, List<Address> addresses, Duration lifetime)
            throws IOException {
        if (addresses.isEmpty()) {
            return;
        }
        if (lifetime.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("a lifetime is " + LEAST.toSeconds() + " second at least");
        }
        // An element that is there keeps its end when it is added again: it has to go first, and to be there for that.
        Messages batch = new Messages();
        // All our tables are of the family inet.
        Set in = new Set(table.substring(table.indexOf(' ') + 1), NftText.set(name));
        elements(batch, NEW_ELEMENT, Messages.CREATE, in, addresses, lifetime);
        elements(batch, DELETE_ELEMENT, 0, in, addresses, Duration.ZERO);
        elements(batch, NEW_ELEMENT, Messages.CREATE, in, addresses, lifetime);
        int error = socket.send(batch.finish());
        if (error != 0) {
            throw new IOException("the kernel did not take addresses of " + name.name() + ": error " + error);
        }
    }

    private record Set(String table, String name) {}

    private static void elements(
            Messages batch, int type, int flags, Set in, List<Address> addresses, Duration lifetime) {
        batch.message(type, flags).text(TABLE, in.table()).text(SET, in.name());
        int list = batch.open(ELEMENTS);
        for (Address address : addresses) {
            int item = batch.open(ITEM);
            int key = batch.open(KEY);
            batch.data(VALUE, bytes(address)).close(key);
            if (!lifetime.isZero()) {
                batch.wide(TIMEOUT, lifetime.toMillis());
            }
            batch.close(item);
        }
        batch.close(list);
    }

    private static byte[] bytes(Address address) {
        byte[] all = new byte[address.family() == 4 ? 4 : 16];
        BigInteger rest = address.value();
        for (int i = all.length - 1; i >= 0; i--) {
            all[i] = rest.byteValue();
            rest = rest.shiftRight(8);
        }
        return all;
    }

    @Override
    public void close() {
        socket.close();
    }
}

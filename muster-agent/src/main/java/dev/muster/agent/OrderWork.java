package dev.muster.agent;

import dev.muster.agent.report.Outbox;
import dev.muster.agent.server.OrdersClient;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.OrderJournal;
import dev.muster.agent.state.WipeJournal;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Orders one after the other: each is acted on once, and its report is kept for the server. One thread at a time. */
final class OrderWork {
    private final OpenOrders open;
    private final OrderJournal journal;
    private final WipeJournal wipe;
    private final Outbox outbox;
    private final String org;
    private final OrderDesk desk;
    private final Service.Teller teller;

    OrderWork(DeviceRoots roots, OpenOrders open, Outbox outbox, String org, OrderDesk desk, Service.Teller teller)
            throws IOException {
        this.open = open;
        this.journal = new OrderJournal(roots);
        this.wipe = new WipeJournal(roots);
        this.outbox = outbox;
        this.org = org;
        this.desk = desk;
        this.teller = teller;
    }

    /** Follows what is open, and what comes in meanwhile; after the order to destroy all nothing else is done. */
    void follow(Collection<Wake> wakes) throws IOException, InterruptedException {
        for (Optional<Order> next = open.next(); next.isPresent() && !isWiping(); next = open.next()) {
            follow(next.get());
            open.collect(wakes);
        }
    }

    /** Whether all that the device holds is to be destroyed now. */
    boolean isWiping() throws IOException {
        return wipe.ordered().isPresent();
    }

    private void follow(Order order) throws IOException, InterruptedException {
        Optional<OrderReport> before = journal.reported(order);
        OrderReport report;
        if (before.isPresent()) {
            report = before.get();
        } else {
            try {
                report = desk.act(order);
            } catch (Postponed e) {
                open.postpone(order);
                if (!e.forUser()) {
                    teller.tell(Notice.What.SERVER_AWAY, String.valueOf(e.getMessage()));
                }
                return;
            }
            if (order.action() instanceof OrderAction.Wipe && isWiping()) {
                // How it ended is said when it has.
                return;
            }
            journal.acted(order, report);
        }
        open.settled(order);
        outbox.add(new Outbox.Report(OrdersClient.reportPath(org, order.id()), OrderList.MEDIA_TYPE, report.encode()));
    }
}

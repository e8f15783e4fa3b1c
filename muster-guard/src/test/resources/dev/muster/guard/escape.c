// Attacks from inside a workload. Each tries for real and undoes what it managed; none harms when it succeeds.
// Words: folder of the host, number of a victim process, address and port of a stranger, folder of one's own.
// Prints for each: name, class, ESCAPED or HELD, why.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *host, *own, *address;
static int victim, port;
static char buffer[4096];

static const char *at(const char *folder, const char *name) {
  static char paths[4][1024];
  static int next;
  char *path = paths[next++ % 4];
  snprintf(path, 1024, "%s/%s", folder, name);
  return path;
}
static int opens(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd < 0) return 0;
  close(fd);
  return 1;
}
static int reads(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  int n = read(fd, buffer, 512);
  close(fd);
  return n > 0;
}
// The kernel may say no in many ways; only "you may not" and "there is no such call" hold an attack with nonsense in it.
static int reached(long answer) { return answer >= 0 || (errno != EPERM && errno != EACCES && errno != ENOSYS); }
static const char *of(const char *what) {
  static char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", victim, what);
  return path;
}

static int read_secret() { return reads(at(host, "secret")); }
static int write_secret() { return opens(at(host, "secret"), O_WRONLY); }
static int create_in_host() { return opens(at(host, "made"), O_WRONLY | O_CREAT); }
static int delete_host_file() { return unlink(at(host, "spare")) == 0; }
static int rename_host_file() { return rename(at(host, "other"), at(host, "renamed")) == 0; }
static int chmod_host_file() { return chmod(at(host, "secret"), 0600) == 0; }
static int chown_host_file() { return chown(at(host, "secret"), 0, 0) == 0; }
static int truncate_host_file() { return truncate(at(host, "junk"), 0) == 0; }
static int list_host_folder() { DIR *d = opendir(host); if (!d) return 0; closedir(d); return 1; }
static int read_shadow() { return reads("/etc/shadow"); }
static int follow_symlink() { unlink(at(own, "link")); symlink(at(host, "secret"), at(own, "link")); return reads(at(own, "link")); }
static int dots() { snprintf(buffer, 512, "%s/../../../../../../../..%s/secret", own, host); char path[512]; strcpy(path, buffer); return reads(path); }
static int hard_link() { unlink(at(own, "hard")); return link(at(host, "secret"), at(own, "hard")) == 0; }
static int root_of_init() { snprintf(buffer, 512, "/proc/1/root%s/secret", host); char path[512]; strcpy(path, buffer); return reads(path); }
static int by_handle() {
  struct { struct file_handle h; char space[128]; } handle = {.h = {.handle_bytes = 128}};
  int mount;
  if (name_to_handle_at(AT_FDCWD, at(host, "secret"), &handle.h, &mount, 0) < 0) return 0;
  int fs = open("/", O_RDONLY | O_CLOEXEC);
  return open_by_handle_at(fs, &handle.h, O_RDONLY) >= 0;
}
static int write_own_program() { return opens("/proc/self/exe", O_WRONLY) || opens("/bin/escape", O_WRONLY); }
static int write_root() { int did = opens("/muster-escape", O_WRONLY | O_CREAT); if (did) unlink("/muster-escape"); return did; }
static int set_user_id() {
  pid_t child = fork();
  if (!child) { execl(at(own, "suid"), "suid", "who", (char *)0); execl("/bin/suid", "suid", "who", (char *)0); _exit(9); }
  int status; waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
static int mounts() { if (mount("tmpfs", at(own, "place"), "tmpfs", 0, "size=64k")) return 0; umount(at(own, "place")); return 1; }
static int bind_mounts() { if (mount("/", at(own, "place"), 0, MS_BIND, 0)) return 0; umount2(at(own, "place"), MNT_DETACH); return 1; }
static int remount_proc() { if (mount("proc", at(own, "place"), "proc", 0, 0)) return 0; umount(at(own, "place")); return 1; }
static int chroots() { return chroot(own) == 0; }
static int pivots() { return reached(syscall(SYS_pivot_root, own, own)); }
static int new_user() { return unshare(CLONE_NEWUSER) == 0; }
static int new_mounts() { return unshare(CLONE_NEWNS) == 0; }
static int new_network() { return unshare(CLONE_NEWNET) == 0; }
static int new_processes() { return unshare(CLONE_NEWPID) == 0; }
static int enter_init() { int fd = open("/proc/1/ns/uts", O_RDONLY | O_CLOEXEC); return fd >= 0 && setns(fd, 0) == 0; }
static int clone_user() { long p = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0); if (p == 0) _exit(0); return p > 0; }
static int clone3_user() {
  uint64_t words[11] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  long p = syscall(435, words, sizeof words); if (p == 0) _exit(0); return p > 0;
}
static int opens_fs() { return syscall(430, "tmpfs", 0) >= 0; }
static int clones_tree() { return syscall(428, AT_FDCWD, "/", 1) >= 0; }

static int signals() { return victim > 1 && kill(victim, 0) == 0; }
static int signals_thread() { return syscall(SYS_tgkill, victim, victim, 0) == 0; }
static int traces() { if (ptrace(PTRACE_SEIZE, victim, 0, 0)) return 0; ptrace(PTRACE_DETACH, victim, 0, 0); return 1; }
static int reads_memory() {
  unsigned long from = 0;
  FILE *maps = fopen(of("maps"), "r");
  if (maps) { if (fscanf(maps, "%lx", &from) != 1) from = 0; fclose(maps); }
  struct iovec local = {buffer, 16}, remote = {(void *)(from ? from : 0x400000), 16};
  return process_vm_readv(victim, &local, 1, &remote, 1, 0) > 0;
}
static int opens_memory() { return opens(of("mem"), O_RDWR); }
static int reads_environment() { return reads(of("environ")); }
static int reads_maps() { return reads(of("maps")); }
static int takes_descriptor() { int fd = syscall(434, victim, 0); return fd >= 0 && syscall(438, fd, 0, 0) >= 0; }
static int slows_down() { return setpriority(PRIO_PROCESS, victim, getpriority(PRIO_PROCESS, victim)) == 0; }
static int limits_other() { struct rlimit l; return prlimit(victim, RLIMIT_NOFILE, 0, &l) == 0; }
static int sees_process() { return access(of("status"), F_OK) == 0; }
static int compares() { return syscall(SYS_kcmp, getpid(), victim, 1, 0, 0) >= 0; }
static int becomes_root() { return setresuid(0, 0, 0) == 0; }
static int takes_groups() { gid_t g = 0; return setgroups(1, &g) == 0; }
static int raises_ambient() { return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0) == 0 || prctl(PR_CAPBSET_READ, 21) == 1; }

static int makes_disk() { unlink(at(own, "disk")); if (mknod(at(own, "disk"), S_IFBLK | 0600, makedev(254, 0))) return 0; int r = reads(at(own, "disk")); unlink(at(own, "disk")); return r; }
static int makes_memory() { unlink(at(own, "mem")); if (mknod(at(own, "mem"), S_IFCHR | 0600, makedev(1, 1))) return 0; int r = opens(at(own, "mem"), O_RDONLY); unlink(at(own, "mem")); return r; }
static int opens_disk() { return reads("/dev/vda") || reads("/dev/sda"); }
static int opens_kernel_log() { return opens("/dev/kmsg", O_RDONLY); }
static int opens_fuse() { return opens("/dev/fuse", O_RDWR) || opens("/dev/loop-control", O_RDWR); }
static int io_ports() { return syscall(SYS_iopl, 3) == 0; }
static int loads_module() { return reached(syscall(SYS_init_module, 0, 0, "")); }
static int loads_module_file() { return reached(syscall(SYS_finit_module, -1, "", 0)); }
static int removes_module() { return reached(syscall(SYS_delete_module, "muster-none", O_NONBLOCK)); }
static int loads_kernel() { return reached(syscall(SYS_kexec_load, 0, 17, 0, 0xffff)); }
static int loads_bpf() { char attr[128] = {0}; return reached(syscall(SYS_bpf, 0, attr, sizeof attr)); }
static int watches_kernel() { char attr[128] = {0}; ((uint32_t *)attr)[1] = 128; return syscall(SYS_perf_event_open, attr, -1, 0, -1, 0) >= 0; }
static int catches_faults() { return syscall(SYS_userfaultfd, O_CLOEXEC) >= 0; }
static int makes_ring() { char p[256] = {0}; return syscall(425, 1, p) >= 0; }
static int keeps_keys() { return syscall(SYS_add_key, "user", "muster", "x", 1, -2) >= 0; }
static int asks_keys() { return syscall(SYS_keyctl, 0, -3, 0) >= 0; }
static int reads_log() { return syscall(SYS_syslog, 3, buffer, 512) > 0; }
static int swaps() { return reached(syscall(SYS_swapon, "/muster-none", 0)); }
static int accounts() { return reached(acct("/muster-none/x")); }
static int renames_machine() { char name[65] = {0}; gethostname(name, 64); return sethostname(name, strlen(name)) == 0; }
static int reboots() { return reached(syscall(SYS_reboot, 1, 2, 3, 0)); }
static int sets_kernel() { return opens("/proc/sys/kernel/core_pattern", O_WRONLY); }
static int sysrq() { return opens("/proc/sysrq-trigger", O_WRONLY); }
static int sets_sysfs() { return opens("/sys/kernel/mm/transparent_hugepage/enabled", O_WRONLY); }
static int leaves_group() {
  int fd = open("/sys/fs/cgroup/memory/tasks", O_WRONLY);
  if (fd < 0) fd = open("/sys/fs/cgroup/cgroup.procs", O_WRONLY);
  return fd >= 0 && dprintf(fd, "%d", getpid()) > 0;
}
static int release_agent() { return opens("/sys/fs/cgroup/memory/release_agent", O_WRONLY) || opens("/sys/fs/cgroup/pids/release_agent", O_WRONLY); }
static int hears_files() { return syscall(SYS_fanotify_init, 4, 0) >= 0; }

static int reaches(int type) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &to.sin_addr);
  int s = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  struct timeval wait = {1, 0};
  setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  if (s < 0 || connect(s, (void *)&to, sizeof to)) return 0;
  return type == SOCK_STREAM || send(s, "x", 1, 0) == 1;
}
static int stranger_tcp() { return reaches(SOCK_STREAM); }
static int stranger_udp() { return reaches(SOCK_DGRAM); }
static int raw_packets() { return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0; }
static int hears_packets() { return socket(AF_PACKET, SOCK_RAW, 0x0300) >= 0; }
static int changes_interface() {
  struct { struct nlmsghdr h; struct ifinfomsg i; } ask = {{sizeof ask, RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {.ifi_index = 99999}};
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (s < 0 || send(s, &ask, sizeof ask, 0) < 0 || recv(s, buffer, sizeof buffer, 0) < 0) return 0;
  struct nlmsgerr *e = NLMSG_DATA((struct nlmsghdr *)buffer);
  return e->error != -EPERM;
}
static int flushes_filter() {
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 12);
  struct { struct nlmsghdr h; struct { uint8_t f, v; uint16_t r; } g; } ask = {{sizeof ask, (10 << 8) | 99, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {0}};
  if (s < 0 || send(s, &ask, sizeof ask, 0) < 0 || recv(s, buffer, sizeof buffer, 0) < 0) return 0;
  return ((struct nlmsgerr *)NLMSG_DATA((struct nlmsghdr *)buffer))->error != -EPERM;
}
static int low_port() {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(79)};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  return s >= 0 && bind(s, (void *)&to, sizeof to) == 0;
}
static int speaks(const char *path, int length) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  memcpy(to.sun_path, path, length);
  int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return connect(s, (void *)&to, sizeof(sa_family_t) + length) == 0;
}
static int host_socket() { const char *p = at(host, "socket"); return speaks(p, strlen(p) + 1); }
static int guard_socket() { const char *p = at(host, "guard"); return speaks(p, strlen(p) + 1); }
static int abstract_socket() { snprintf(buffer + 1, 100, "muster-%d", victim); buffer[0] = 0; return speaks(buffer, 1 + strlen(buffer + 1)); }

static int many_processes() {
  int made = 0; pid_t all[64];
  for (int i = 0; i < 64; i++) { pid_t p = fork(); if (p == 0) { pause(); _exit(0); } if (p < 0) break; all[made++] = p; }
  for (int i = 0; i < made; i++) { kill(all[i], SIGKILL); waitpid(all[i], 0, 0); }
  return made == 64;
}
static int much_memory() {
  size_t size = 96u << 20;
  char *all = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return 0;
  for (size_t i = 0; i < size; i += 4096) all[i] = 1;
  return 1;
}
static int all_of_a_processor() {
  struct timespec a, b, c, d;
  clock_gettime(CLOCK_MONOTONIC, &a); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &c);
  do { for (volatile int i = 0; i < 100000; i++) { } clock_gettime(CLOCK_MONOTONIC, &b); } while (b.tv_sec - a.tv_sec < 1);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &d);
  double used = d.tv_sec - c.tv_sec + (d.tv_nsec - c.tv_nsec) / 1e9, took = b.tv_sec - a.tv_sec + (b.tv_nsec - a.tv_nsec) / 1e9;
  return used / took > 0.4;
}
static int much_disk() {
  int fd = open(at(own, "big"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  static char mib[1 << 20];
  int written = 0;
  while (fd >= 0 && written < 8 && write(fd, mib, sizeof mib) == sizeof mib) written++;
  unlink(at(own, "big"));
  return written == 8;
}
static int many_files() {
  int made = 0; char path[512];
  for (; made < 6000; made++) { snprintf(path, 512, "%s/f%d", own, made); int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600); if (fd < 0) break; close(fd); }
  for (int i = 0; i < made; i++) { snprintf(path, 512, "%s/f%d", own, i); unlink(path); }
  return made == 6000;
}
static int runs(const char *path) {
  pid_t child = fork();
  if (!child) { execl(path, path, "ok", (char *)0); _exit(9); }
  int status; waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
static int copy(const char *to) {
  int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755), n;
  if (in < 0 || out < 0) return 0;
  while ((n = read(in, buffer, sizeof buffer)) > 0) if (write(out, buffer, n) != n) return 0;
  if (write(out, "x", 1) != 1) return 0;
  close(in); close(out);
  return 1;
}
static int unlisted_program() { return runs(at(own, "unlisted")) || runs("/bin/unlisted"); }
static int brought_program() { return copy(at(own, "brought")) && runs(at(own, "brought")); }
static int memory_program() {
  int fd = syscall(SYS_memfd_create, "p", 0);
  if (fd < 0) return 0;
  char path[64]; snprintf(path, 64, "/proc/self/fd/%d", fd);
  return copy(path) && runs(path);
}

static struct { const char *name, *kind; int (*run)(void); } attacks[] = {
#define A(kind, name) {#name, kind, name}
  A("files", read_secret), A("files", write_secret), A("files", create_in_host), A("files", delete_host_file),
  A("files", rename_host_file), A("files", chmod_host_file), A("files", chown_host_file), A("files", truncate_host_file),
  A("files", list_host_folder), A("files", read_shadow), A("files", follow_symlink), A("files", dots),
  A("files", hard_link), A("files", root_of_init), A("files", by_handle), A("files", write_own_program), A("files", write_root),
  A("worlds", mounts), A("worlds", bind_mounts), A("worlds", remount_proc), A("worlds", chroots), A("worlds", pivots),
  A("worlds", new_user), A("worlds", new_mounts), A("worlds", new_network), A("worlds", new_processes),
  A("worlds", enter_init), A("worlds", clone_user), A("worlds", clone3_user), A("worlds", opens_fs), A("worlds", clones_tree),
  A("processes", signals), A("processes", signals_thread), A("processes", traces), A("processes", reads_memory),
  A("processes", opens_memory), A("processes", reads_environment), A("processes", reads_maps),
  A("processes", takes_descriptor), A("processes", slows_down), A("processes", limits_other), A("processes", sees_process),
  A("processes", compares), A("rights", becomes_root), A("rights", takes_groups), A("rights", raises_ambient),
  A("rights", set_user_id),
  A("devices", makes_disk), A("devices", makes_memory), A("devices", opens_disk), A("devices", opens_kernel_log),
  A("devices", opens_fuse), A("devices", io_ports),
  A("kernel", loads_module), A("kernel", loads_module_file), A("kernel", removes_module), A("kernel", loads_kernel),
  A("kernel", loads_bpf), A("kernel", watches_kernel), A("kernel", catches_faults), A("kernel", makes_ring),
  A("kernel", keeps_keys), A("kernel", asks_keys), A("kernel", reads_log), A("kernel", swaps), A("kernel", accounts),
  A("kernel", renames_machine), A("kernel", reboots), A("kernel", sets_kernel), A("kernel", sysrq), A("kernel", sets_sysfs),
  A("kernel", leaves_group), A("kernel", release_agent), A("kernel", hears_files),
  A("network", stranger_tcp), A("network", stranger_udp), A("network", raw_packets), A("network", hears_packets),
  A("network", changes_interface), A("network", flushes_filter), A("network", low_port),
  A("sockets", host_socket), A("sockets", guard_socket), A("sockets", abstract_socket),
  A("resources", many_processes), A("resources", much_memory), A("resources", all_of_a_processor), A("resources", much_disk),
  A("resources", many_files),
  A("programs", unlisted_program), A("programs", brought_program), A("programs", memory_program),
};

int main(int count, char **words) {
  if (count == 2 && !strcmp(words[1], "ok")) return 0;
  if (count == 2 && !strcmp(words[1], "who")) return geteuid() == 0 ? 0 : 1;
  if (count < 6) return 64;
  host = words[1]; victim = atoi(words[2]); address = words[3]; port = atoi(words[4]); own = words[5];
  setvbuf(stdout, 0, _IOLBF, 0);
  mkdir(at(own, "place"), 0700);
  for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) { usleep(200000); child = fork(); }
    if (child == 0) { alarm(15); errno = 0; int escaped = attacks[i].run(); _exit(escaped ? 100 : errno < 100 ? errno : 99); }
    int status = 0;
    waitpid(child, &status, 0);
    int escaped = WIFEXITED(status) && WEXITSTATUS(status) == 100;
    int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    /* A filter of calls, a lack of memory and a wait without end hold an attack; any other signal is a fault of the attack. */
    int held = by == SIGSYS || by == SIGKILL || by == SIGALRM;
    if (by) printf("%s\t%s\t%s\tsignal %d\n", attacks[i].name, attacks[i].kind, held ? "HELD" : "FAILED", by);
    else printf("%s\t%s\t%s\terror %d\n", attacks[i].name, attacks[i].kind, escaped ? "ESCAPED" : "HELD", WEXITSTATUS(status) % 100);
  }
  puts("end");
  return 0;
}

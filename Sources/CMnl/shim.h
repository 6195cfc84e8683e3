#pragma once
#include <libmnl/libmnl.h>
#include <linux/capability.h>
#include <linux/netfilter/nf_tables.h>
#include <sys/syscall.h>

// sched.h declares these two only under _GNU_SOURCE, which Swift's importer does not define.
int setns(int descriptor, int kind);
int unshare(int flags);
// CLONE_NEWNET
enum { namespace_kind_network = 0x40000000 };

// unistd.h declares it only under _DEFAULT_SOURCE; Swift calls no variadic function.
long syscall(long number, ...);

/// Gives one capability up, for this thread and what it starts: capset(2). 0, or -1 with errno.
static inline int capability_drop(int capability) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
  if (syscall(SYS_capget, &header, data) != 0) return -1;
  unsigned int bit = 1u << (capability & 31);
  data[capability >> 5].effective &= ~bit;
  data[capability >> 5].permitted &= ~bit;
  data[capability >> 5].inheritable &= ~bit;
  return (int)syscall(SYS_capset, &header, data);
}
// CAP_NET_ADMIN
enum { capability_net_admin = 12 };

#pragma once
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

// sched.h declares these two only under _GNU_SOURCE, which Swift's importer does not define.
int setns(int descriptor, int kind);
int unshare(int flags);
// CLONE_NEWNET
enum { namespace_kind_network = 0x40000000 };

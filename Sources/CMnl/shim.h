#pragma once
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

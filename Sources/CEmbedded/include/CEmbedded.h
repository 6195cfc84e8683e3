#pragma once
#include <stddef.h>
const unsigned char *flowlanes_embedded_demo(size_t *length);

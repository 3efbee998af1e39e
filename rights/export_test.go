package rights

import "clearance/rights/memory"

// Forget forgets what was read.
func Forget() {
	insides = memory.New[*inside](16384, 256)
	holders = memory.New[*Holder](1024, 200)
	notices = memory.New[*Notice](2048, 300)
	parties = memory.New[bool](4096, 64)
	days = memory.New[string](8192, 40)
}

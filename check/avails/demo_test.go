package avails_test
import ("testing";"os";"clearance/check";"clearance/check/avails";"clearance/rights")
func TestDemo(t *testing.T){
	p:=load(t, rights.House{})
	for i,tc:=range []struct{text,action string}{{record("NORWAY: Ministers meet <script>alert(1)</script>", "No access UK/RTE. China OUT. No digital Norway. Must credit NRK. Not for use outside Europe"),"publish"},{record("NORWAY: Ministers meet", "No access UK. China OUT. No digital Norway. Must credit NRK. Editorial use only"),"publish"}} {
		g,err:=avails.New(t.Context(),p,read(t,tc.text),ask(t,rights.Asked{Action:tc.action}),rights.Others{})
		if err!=nil{t.Fatal(err)}
		g.WriteText(os.Stdout,check.Style{},[]int{80,80,60}[i])
		_ = i
	}
}

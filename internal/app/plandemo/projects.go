package plandemo

import "fugong/internal/masterplan/delivery"

// Organisation owns demo projects. The app makes it in the zone and says its id.
type Organisation struct{ Key, Name, English string }

// Organisations are the contractors of the demo.
var Organisations = []Organisation{
	{"auto", "淮海汽车工程建设有限公司", "Huaihai Automotive Construction"},
	{"park", "云龙产业园建设有限公司", "Yunlong Park Construction"},
	{"solar", "彭城新能源安装工程有限公司", "Pengcheng Energy Installation"},
	{"pharma", "汉源净化工程有限公司", "Hanyuan Cleanroom Engineering"},
	{"city", "黄河故道市政工程有限公司", "Old Yellow River Municipal Works"},
}

// project is one demo project. Offsets are days from today.
type project struct {
	org, code, name, site string
	table                 string
	start, target         int
	fromFinish            bool               // scheduled back from the target
	rain                  int                // working days lost before the stoppage
	done                  map[string]float64 // quantities reported this morning, where the page names them
	corrected             string             // the activity whose first report was wrong
	deadline              map[string]int
	deliveries            []order
}

// order is one line of the list; days are offsets from today, never when
// nobody can say.
type order struct {
	item              string
	quantity          float64
	unit, supplier    string
	ordered, expected int
	confidence        delivery.Confidence
	arrived           float64
	installed         float64
	activities        string
}

const never = 1 << 20

var projects = []project{
	{
		org: "auto", code: "EV-2019-01", name: "开沃新能源汽车整车基地 Kaiwo EV plant", site: "大黄山街道 Dahuangshan", table: plant(),
		start: -135, target: 65, rain: 3,
		done:      map[string]float64{"P520": 6, "W510": 720, "G500": 146},
		corrected: "P520",
		deadline:  map[string]int{"Z420": 75},
		deliveries: []order{
			{"800T压机底座 800 t press bases", 2, "台", "济南重型机床厂 Jinan Heavy Press", -160, -60, delivery.Confirmed, 2, 2, "S510"},
			{"地坑废料斗 Scrap hoppers", 3, "套", "徐州金属结构厂 Xuzhou Steelwork", -120, -50, delivery.Confirmed, 3, 3, "S520"},
			{"MB升降滚床 MB lift roller beds", 10, "台", "常州输送设备公司 Changzhou Conveyors", -130, 9, delivery.Likely, 6, 6, "P520"},
			{"焊接机器人 Welding robots", 48, "台", "上海机器人公司 Shanghai Robotics", -110, -6, delivery.Likely, 20, 0, "W530"},
			{"800T压机主体 800 t presses", 2, "台", "济南重型机床厂 Jinan Heavy Press", -160, 12, delivery.Likely, 0, 0, "S540"},
			{"桥式行车 Bridge cranes", 2, "台", "河南起重机厂 Henan Cranes", -100, -40, delivery.Confirmed, 2, 0, "S530"},
			{"喷房空调机组 Booth air handling units", 6, "台", "盐城空调厂 Yancheng Air", -80, 45, delivery.Uncertain, 0, 0, "P560"},
			{"板链线 Slat conveyor", 1, "套", "武汉装配线公司 Wuhan Assembly Lines", -70, never, delivery.Uncertain, 0, 0, "G520"},
			{"35kV变压器 Transformers", 2, "台", "常州变压器厂 Changzhou Transformers", -90, 3, delivery.Confirmed, 0, 0, "Z310"},
			{"配电柜 Switchboards", 56, "台", "徐州电气成套厂 Xuzhou Switchgear", -85, 6, delivery.Likely, 14, 0, "S440, W440, P440, G440"},
			{"电泳整流器 Rectifiers", 4, "台", "无锡整流器厂 Wuxi Rectifiers", -60, 30, delivery.Uncertain, 0, 0, "P580"},
			{"网架杆件 Grid frame members", 240, "t", "徐州网架厂 Xuzhou Space Frames", -100, 2, delivery.Confirmed, 186, 146, "G500"},
		},
	},
	{
		org: "park", code: "STD-2019-04", name: "高新电子标准厂房 Standard workshops for electronics", site: "高新园 High-tech park", table: hall,
		start: -110, target: 75, rain: 1,
		deliveries: []order{{"电梯 Goods lifts", 4, "台", "苏州电梯厂 Suzhou Lifts", -60, 16, delivery.Confirmed, 0, 0, "A200"}},
	},
	{
		org: "solar", code: "PV-2019-02", name: "光伏组件厂扩建 Solar module plant extension", site: "大庙街道 Damiao", table: solarTable,
		start: -82, target: 40, rain: 2,
		deliveries: []order{
			{"层压机 Laminators", 6, "台", "秦皇岛层压机厂 Qinhuangdao Laminators", -70, 4, delivery.Likely, 2, 2, "A130"},
			{"串焊机 Stringers", 8, "台", "无锡自动化公司 Wuxi Automation", -75, -12, delivery.Confirmed, 8, 8, "A120"},
		},
	},
	{
		org: "pharma", code: "BIO-2019-03", name: "生物医药GMP车间 Biopharma GMP workshop", site: "金龙湖 Jinlong lake", table: pharmaTable,
		start: -75, target: 33, rain: 1,
		deliveries: []order{
			{"净化空调机组 Cleanroom air handling units", 5, "台", "天津净化设备厂 Tianjin Clean Air", -70, 20, delivery.Uncertain, 0, 0, "A130"},
			{"纯化水机组 Purified water unit", 1, "套", "石家庄制药机械厂 Shijiazhuang Pharma", -50, 14, delivery.Likely, 0, 0, "A160"},
			{"冻干机 Freeze dryers", 2, "台", "上海制药装备公司 Shanghai Pharma Equipment", -65, never, delivery.Uncertain, 0, 0, "A180"},
		},
	},
	{
		org: "park", code: "APT-2020-01", name: "人才公寓 Talent apartments", site: "金龙湖 Jinlong lake", table: apartments,
		start: -12, target: 260, fromFinish: true,
	},
	{
		org: "city", code: "WM-2019-07", name: "DN1200输水管线 Water main DN1200", site: "荆山路—大湖 Jingshan road to Dahu", table: pipelineTable(12),
		start: -95, target: 48, rain: 2,
		deliveries: []order{{"DN1200球墨铸铁管 Ductile iron pipes", 720, "根", "新兴铸管厂 Foundry", -90, 5, delivery.Likely, 430, 380, "L07B, L08B, L09B"}},
	},
	{
		org: "city", code: "WW-2019-05", name: "污水处理厂提标改造 Waste water works upgrade", site: "三八河 Sanba river", table: waste,
		start: -105, target: 6, rain: 4, deadline: map[string]int{"A190": 20},
		deliveries: []order{{"膜组器 Membrane modules", 24, "组", "北京水务装备公司 Beijing Water", -80, -3, delivery.Uncertain, 0, 0, "A140"}},
	},
	{org: "auto", code: "LOG-2020-02", name: "物流仓储中心 Logistics centre", site: "大黄山街道 Dahuangshan", target: 240},
}

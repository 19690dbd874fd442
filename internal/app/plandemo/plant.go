package plandemo

import "strings"

// civil is what every workshop is built of; X is the workshop's letter, N and E
// its names.
const civil = `
# N E workshop
## N土建 E: civil works
X100 | N基坑开挖 Excavation | 10 | 6 | Z120 | earth*14 | 4200 m³
X110 | N桩基施工 Piling | 16 | 6 | X100:SS+4 | pile*16 | 180 根
X120 | N承台浇筑 Pile caps | 10 | 6 | X110-3 | concrete*22 | 46 个
X130 | N承台养护 Pile caps curing | 7 | C | X120 |
X140 | N基础回填 Backfill | 6 | 6 | X130 | earth*10 | 2600 m³
X150 | N设备基础 Equipment foundations | 14 | 6 | X140:SS+3 | concrete*20 | 28 个
X160 | N设备基础养护 Foundations curing | 10 | C | X150 |
## N钢结构与围护 E: steelwork and envelope
X200 | N钢柱吊装 Columns | 12 | 6 | X130 | steel*20 | 64 根
X210 | N屋架吊装 Roof trusses | 12 | 6 | X200:SS+5, X200:FF+3 | steel*20 | 32 榀
X220 | N檩条支撑 Purlins and bracing | 9 | 6 | X210:SS+4 | steel*14
X230 | N屋面 Roof | 11 | 6 | X210, X220:FF+2 | roof*16 | 9600 m²
X240 | N墙面板 Cladding | 11 | 6 | X230:SS+4 | roof*14 | 5400 m²
X250 | N门窗 Doors and windows | 7 | 5 | X240 | finish*8
X260 | N耐磨地坪 Hardened floor | 9 | 6 | X230, X160 | concrete*18 | 8800 m²
X270 | N地坪养护 Floor curing | 10 | C | X260 |
## N机电 E: services
X400 | N消防管道 Fire mains | 12 | 6 | X230:SS+5 | pipe*12 | 3200 m
X410 | N通风管道 Ducts | 13 | 6 | X400:SS+4 | pipe*12 | 2400 m²
X420 | N电缆桥架 Cable trays | 10 | 6 | X230 | electric*12 | 2800 m
X430 | N电缆敷设 Power cables | 11 | 6 | X420:SS+5 | electric*14 | 18500 m
X440 | N配电柜 Switchboards | 7 | 5 | X430:SS+6 | electric*8 | 14 台
X450 | N照明 Lighting | 8 | 6 | X420 | electric*8
X460 | N压缩空气管道 Compressed air | 9 | 6 | X410:SS+6 | pipe*8 | 1500 m
X470 | N机电验收 Services inspection | 3 | 5 | X400, X440, X450, X460 | commission*4
`

const stamping = `
## 冲压设备 Stamping: equipment
S500 | 压机地坑 Press pits | 12 | 6 | S160:SS+4 | concrete*16 | 2 座
S510 | 800T压机底座 800 t press bases | 8 | 6 | S500 | rig*10 | 2 台
S520 | 地坑废料斗 Scrap hoppers in the pits | 6 | 6 | S510:SS+3 | rig*6 | 3 套
S530 | 桥式行车 Bridge cranes | 8 | 6 | S230 | rig*8 | 2 台
S540 | 800T压机主体 800 t presses | 16 | T | S510, S530 | rig*14 | 2 台
S550 | 自动化机械手 Transfer robots | 9 | 6 | S540:SS+8, S270 | rig*8 | 6 台
S560 | 液压系统 Hydraulics | 8 | 6 | S540 | pipe*8
S570 | 冲压线电气 Press line electrics | 9 | 6 | S540, S440 | electric*10
S580 | 压机调试 Press commissioning | 10 | 5 | S550, S560, S570, S470 | commission*6
S590 | 模具试冲 Die try-out | 8 | 5 | S580 | commission*6 | 24 套
S900 | 冲压车间完工 Stamping complete | 0 | 5 | S590, S250 |
`

const welding = `
## 焊装设备 Welding: equipment
W500 | 焊装主线基础 Main line base plates | 8 | 6 | W160 | rig*10 | 36 块
W510 | 主线管道 Main line pipes | 20 | 6 | W500:SS+3 | pipe*16 | 1200 m
W520 | 焊接夹具 Welding jigs | 14 | 6 | W500, W230 | rig*12 | 24 套
W530 | 焊接机器人 Welding robots | 16 | 6 | W520:SS+6, W270 | rig*14 | 48 台
W540 | 悬挂输送线 Overhead conveyor | 12 | 6 | W230 | rig*10 | 420 m
W550 | 循环冷却水 Cooling water | 9 | 6 | W510 | pipe*8
W560 | 焊钳与控制柜 Guns and controllers | 8 | 6 | W530:SS+6, W440 | electric*10 | 48 套
W570 | 焊装线联调 Line integration | 12 | 5 | W530, W540, W550, W560, W470 | commission*8
W580 | 首台白车身 First body in white | 5 | 5 | W570 | commission*8 | 1 台
W900 | 焊装车间完工 Welding complete | 0 | 5 | W580, W250 |
`

const painting = `
## 涂装设备 Painting: equipment
P500 | 前处理槽体 Pretreatment tanks | 12 | 6 | P160 | rig*12 | 8 个
P510 | 电泳槽 Electrocoat tanks | 9 | 6 | P500:SS+5 | rig*10 | 2 个
P520 | MB升降滚床 MB lift roller beds | 14 | 6 | P160, P230:SS+4 | rig*12 | 10 台
P530 | 滑橇输送 Skid conveyor | 14 | 6 | P520:SS+5, P520:FF+3 | rig*12 | 860 m
P540 | 烘干炉 Curing ovens | 14 | 6 | P230, P510 | rig*12 | 3 座
P550 | 喷房 Spray booths | 15 | 6 | P230, P270 | rig*12 | 4 间
P560 | 喷房空调机组 Booth air handling | 9 | 6 | P550:SS+6 | rig*8 | 6 台
P570 | 废气处理 Exhaust treatment (RTO) | 12 | 6 | P540:SS+6 | pipe*10 | 1 套
P580 | 电泳整流器 Rectifiers | 6 | 6 | P510, P440 | electric*6 | 4 台
P590 | 供漆系统 Paint supply | 9 | 6 | P550 | pipe*8
P600 | 涂装电控 Controls | 10 | 6 | P530, P440 | electric*10
P610 | 涂装联调 Integration | 14 | 5 | P540, P560, P570, P580, P590, P600, P470 | commission*8
P620 | 首台过线 First body through | 4 | 5 | P610 | commission*8 | 1 台
P900 | 涂装车间完工 Painting complete | 0 | 5 | P620, P250 |
`

const assembly = `
## 总装设备 Assembly: equipment
G500 | 总装网架 Grid frame | 16 | 6 | G230:SS+4 | steel*18 | 240 t
G510 | 吊具轨道 Hanger rails | 10 | 6 | G500-2 | rig*10 | 640 m
G520 | 板链线 Slat conveyor | 14 | 6 | G270 | rig*12 | 310 m
G530 | 底盘合装 Chassis marriage | 10 | 6 | G520:SS+6 | rig*8 | 1 套
G540 | 电池装配线 Battery line | 11 | 6 | G270 | rig*10 | 1 套
G550 | 加注设备 Filling station | 6 | 6 | G520 | pipe*6 | 3 台
G560 | 四轮定位 Wheel alignment | 5 | 5 | G270, G440 | rig*6 | 2 台
G570 | 淋雨线 Water test | 7 | 6 | G270, G460 | pipe*6 | 1 套
G580 | 整车检测线 End-of-line test | 9 | 5 | G560, G440 | electric*8 | 2 条
G590 | 总装联调 Integration | 12 | 5 | G510, G530, G540, G550, G570, G580, G470 | commission*8
G600 | 首台整车下线 First car off the line | 4 | 5 | G590, W580, P620, S590 | commission*8 | 1 台
G900 | 总装车间完工 Assembly complete | 0 | 5 | G600, G250 |
`

const site = `
# 总图与公用 Site and utilities
## 前期 Enabling works
Z100 | 开工 Start of works | 0 | 5 | |
Z110 | 临时设施 Site establishment | 10 | 6 | Z100 | finish*12
Z120 | 场地平整 Site levelling | 12 | 6 | Z100 | earth*20 | 86000 m³
## 室外 External works
Z200 | 雨水管网 Storm drains | 16 | 6 | Z120 | pipe*14 | 2600 m
Z210 | 污水管网 Foul drains | 14 | 6 | Z200:SS+8 | pipe*12 | 1900 m
Z220 | 给水与消防环网 Water and fire ring | 14 | 6 | Z210:SS+7 | pipe*12 | 2200 m
Z230 | 厂区道路基层 Road base | 14 | 6 | Z220 | road*18 | 21000 m²
Z240 | 沥青面层 Asphalt | 8 | 6 | Z230, P240, G240 | road*16 | 21000 m²
Z250 | 绿化与围墙 Landscape and fence | 14 | 6 | Z240:SS+4 | finish*14
## 公用动力 Utilities
Z300 | 35kV变电站土建 Substation building | 18 | 6 | Z120+10 | concrete*14
Z310 | 35kV变压器 Transformers | 8 | 6 | Z300 | electric*10 | 2 台
Z320 | 高压电缆 HV cables | 9 | 6 | Z310:SS+3 | electric*10 | 3400 m
Z330 | 受电 Power on | 2 | 5 | Z310, Z320 | electric*6
Z500 | 四车间送电 Power to the workshops | 3 | 5 | Z330, S440, W440, P440, G440 | electric*8
Z340 | 空压站 Compressor house | 12 | 6 | Z300 | rig*10 | 4 台
Z350 | 燃气调压站 Gas station | 10 | 5 | Z220 | pipe*8 | 1 座
Z360 | 通气 Gas on | 2 | 5 | Z350 | pipe*4
Z370 | 污水处理站 Waste water plant | 22 | 6 | Z210 | concrete*14
Z380 | 污水站调试 Waste water start-up | 8 | 5 | Z370, P500 | commission*4
## 验收与投产 Handover
Z400 | 消防验收 Fire safety acceptance | 6 | 5 | S470, W470, P470, G470, Z240 | commission*4
Z410 | 环保验收 Environmental acceptance | 8 | 5 | P620, Z380 | commission*4
Z420 | 竣工验收 Completion acceptance | 5 | 5 | Z400, Z410, S900, W900, P900, G900, Z250 | commission*6
Z430 | 投产 Start of production | 0 | 5 | Z420 |
`

// plant is the whole master plan's table.
func plant() string {
	var b strings.Builder
	b.WriteString(site)
	for _, w := range workshops {
		b.WriteString(w.civilTable())
		b.WriteString(w.equipment)
	}
	return b.String()
}

type workshop struct {
	letter, name, english string
	after                 string // what the excavation waits for
	equipment             string
}

// The workshops follow one another, so that on the day of the stoppage each has
// something under way that the newspaper page names.
var workshops = []workshop{
	{"S", "冲压", "Stamping", "Z120", stamping},
	{"W", "焊装", "Welding", "Z120+4", welding},
	{"P", "涂装", "Painting", "Z120+10", painting},
	{"G", "总装", "Assembly", "Z120+16", assembly},
}

// civilTable writes the civil table of one workshop. Only codes and headings hold
// the letters, so names are left whole.
func (w workshop) civilTable() string {
	letter, name, english := w.letter, w.name, w.english
	var b strings.Builder
	for line := range strings.Lines(civil) {
		cells := strings.Split(line, "|")
		for i := range cells {
			switch {
			case strings.HasPrefix(line, "#"):
				cells[i] = strings.NewReplacer("N", name, "E", english).Replace(cells[i])
			case i == 0 || i == 4:
				cells[i] = strings.ReplaceAll(strings.ReplaceAll(cells[i], "X", letter), "Z120", w.after)
			case i == 1:
				cells[i] = strings.Replace(cells[i], "N", name, 1)
			}
		}
		b.WriteString(strings.Join(cells, "|"))
	}
	return b.String()
}

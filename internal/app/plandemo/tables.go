package plandemo

import (
	"fmt"
	"strings"
)

const hall = `
# 标准厂房 Standard workshops
## 结构 Structure
A100 | 开工 Start | 0 | 5 | |
A110 | 基础 Foundations | 18 | 6 | A100 | concrete*24 | 96 个
A120 | 基础养护 Curing | 7 | C | A110 |
A130 | 一层结构 Level 1 frame | 14 | 6 | A120 | rebar*26 | 3200 m²
A140 | 二层结构 Level 2 frame | 13 | 6 | A130 | rebar*26 | 3200 m²
A150 | 三层结构 Level 3 frame | 13 | 6 | A140 | rebar*26 | 3200 m²
A160 | 屋面 Roof | 10 | 6 | A150+7 | roof*14 | 3200 m²
## 围护与装修 Envelope and finishes
A170 | 砌体 Masonry | 16 | 6 | A140+6 | finish*20 | 4100 m²
A180 | 外墙 Facade | 14 | 6 | A170:SS+8, A160 | finish*18 | 3600 m²
A190 | 门窗 Doors and windows | 8 | 5 | A180:SS+6 | finish*10
A200 | 货梯 Goods lifts | 10 | 5 | A160 | rig*8 | 4 台
A210 | 机电 Services | 20 | 6 | A170:SS+6 | electric*16 | 9600 m²
A220 | 地坪 Floors | 10 | 6 | A210 | concrete*16 | 9000 m²
A230 | 消防验收 Fire acceptance | 5 | 5 | A210, A190 | commission*4
A240 | 竣工 Completion | 0 | 5 | A220, A230, A200, A180 |
`

const solarTable = `
# 扩建 Extension
## 厂房 Building
A100 | 洁净吊顶 Clean ceiling | 16 | 6 | | finish*18 | 5200 m²
A110 | 环氧地坪 Epoxy floor | 10 | 6 | A100 | finish*12 | 5200 m²
A115 | 空压与真空管道 Air and vacuum pipes | 22 | 6 | A100:SS+8 | pipe*12 | 1800 m
## 设备 Equipment
A120 | 串焊机 Stringers | 14 | 6 | A110 | rig*12 | 8 台
A130 | 层压机 Laminators | 36 | 6 | A110:SS+10 | rig*12 | 6 台
A140 | 自动化输送 Conveyors | 24 | 6 | A120 | rig*12 | 340 m
A150 | 测试仪 Testers | 9 | 5 | A140:SS+12 | electric*8 | 6 台
A160 | 电气 Electrics | 16 | 6 | A130:FF+2, A120 | electric*12 | 9400 m
A170 | 单机调试 Machine tests | 8 | 5 | A130, A150, A160, A115 | commission*6
A180 | 联动试车 Line test | 8 | T | A170, A140 | commission*8
A190 | 投产 Production | 0 | 5 | A180 |
`

const pharmaTable = `
# GMP车间 GMP workshop
## 净化装修 Cleanroom fit-out
A100 | 彩钢板隔墙 Sandwich panel walls | 20 | 6 | | finish*18 | 6400 m²
A110 | 吊顶 Ceilings | 16 | 6 | A100:SS+8, A100:FF+4 | finish*16 | 4800 m²
A120 | 风管 Ducts | 32 | 6 | A110:SS+5 | pipe*14 | 5100 m²
A130 | 净化空调机组 Air handling units | 12 | 6 | A120 | rig*10 | 5 台
A140 | PVC地面 PVC floor | 10 | 6 | A110 | finish*10 | 4300 m²
## 工艺 Process
A150 | 工艺管道 Process pipes | 30 | 6 | A110 | pipe*16 | 2100 m
A155 | 焊缝探伤 Weld inspection | 8 | 5 | A150:SS+20, A150:FF+3 | commission*3 | 640 道
A160 | 纯化水 Purified water | 10 | 6 | A150 | pipe*8 | 1 套
A170 | 电气自控 Electrics and controls | 16 | 6 | A150:SS+14 | electric*12
A180 | 冻干机 Freeze dryers | 9 | 6 | A140 | rig*8 | 2 台
## 验证 Validation
A190 | 空调调试 Air balancing | 6 | 5 | A130, A170 | commission*5
A200 | 洁净度检测 Cleanroom tests | 5 | 5 | A190 | commission*4
A210 | 工艺验证 Process validation | 6 | 5 | A200, A160, A180, A155 | commission*6
A220 | 交付 Handover | 0 | 5 | A210 |
`

const apartments = `
# 人才公寓 Talent apartments
## 地下 Below ground
A100 | 开工 Start | 0 | 5 | |
A110 | 支护与土方 Shoring and excavation | 28 | 6 | A100 | earth*20 | 31000 m³
A120 | 底板 Raft | 14 | 6 | A110 | concrete*30 | 2800 m³
A130 | 底板养护 Raft curing | 10 | C | A120 |
A140 | 地下室 Basement | 22 | 6 | A130 | rebar*30
## 地上 Above ground
A150 | 1–6层 Levels 1–6 | 36 | 6 | A140 | rebar*36 | 6 层
A160 | 7–12层 Levels 7–12 | 36 | 6 | A150 | rebar*36 | 6 层
A170 | 屋面 Roof | 10 | 6 | A160 | roof*12
A180 | 砌体 Masonry | 34 | 6 | A150+6 | finish*24
A190 | 外墙 Facade | 30 | 6 | A170, A180:SS+20 | finish*20
A200 | 电梯 Lifts | 20 | 5 | A170 | rig*8 | 4 台
A210 | 机电 Services | 48 | 6 | A180:SS+12 | electric*20
A220 | 精装修 Fit-out | 40 | 6 | A210:SS+20, A190:SS+16 | finish*40 | 288 套
A230 | 室外 External works | 22 | 6 | A190 | road*16
A240 | 验收 Acceptance | 8 | 5 | A220, A200, A230 | commission*6
A250 | 交付 Handover | 0 | 5 | A240 |
`

const waste = `
# 提标改造 Upgrade
## 土建 Civil works
A100 | 膜池基坑 Membrane tank pit | 16 | 6 | | earth*14 | 5200 m³
A110 | 膜池结构 Membrane tank | 20 | 6 | A100 | concrete*22 | 1450 m³
A120 | 养护与闭水 Curing and leak test | 14 | C | A110 |
A130 | 设备间 Plant room | 34 | 6 | A110:SS+10 | concrete*14 | 1 座
## 设备 Equipment
A140 | 膜组器 Membrane modules | 16 | 6 | A120, A130:SS+20 | rig*10 | 24 组
A150 | 鼓风机 Blowers | 8 | 6 | A130 | rig*8 | 4 台
A160 | 工艺管道 Process pipes | 36 | 6 | A120 | pipe*14 | 860 m
A170 | 电气自控 Electrics and controls | 14 | 6 | A150 | electric*10
A180 | 调试 Start-up | 12 | T | A140, A160, A170 | commission*6
A190 | 达标排放 Discharge to standard | 0 | 5 | A180 |
`

// pipelineTable is a line of sections, each trenched, laid, tested and closed by
// crews that follow one another along it.
func pipelineTable(sections int) string {
	var b strings.Builder
	b.WriteString("# 输水管线 Water main\n")
	works := []struct {
		letter, name string
		days         int
		crew         string
	}{
		{"A", "沟槽开挖 Trench", 6, "earth*12"}, {"B", "管道铺设 Pipe laying", 7, "pipe*16"},
		{"C", "水压试验 Pressure test", 3, "commission*4"}, {"D", "回填 Backfill", 5, "earth*12"},
	}
	for s := 1; s <= sections; s++ {
		fmt.Fprintf(&b, "## %d标段 K%d+000 Section %d\n", s, s-1, s)
		for w, work := range works {
			var preds []string
			if w > 0 {
				preds = append(preds, fmt.Sprintf("L%02d%s:SS+2, L%02d%s:FF+1", s, works[w-1].letter, s, works[w-1].letter))
			}
			if s > 1 {
				preds = append(preds, fmt.Sprintf("L%02d%s", s-1, work.letter))
			}
			amount := ""
			if w < 2 {
				amount = "1000 m"
			}
			fmt.Fprintf(&b, "L%02d%s | %d标段%s | %d | 6 | %s | %s | %s\n", s, work.letter, s, work.name, work.days, strings.Join(preds, ", "), work.crew, amount)
		}
	}
	fmt.Fprintf(&b, "## 通水 Commissioning\nL90 | 冲洗消毒 Flushing and disinfection | 5 | 6 | L%02dD, L%02dC | pipe*8\nL99 | 通水 Water on | 0 | 5 | L90 |\n", sections, sections)
	return b.String()
}
